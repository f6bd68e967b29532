import { freeName, slugOf } from "@/flow/document/names";
import type { Actor } from "../auth/actor";
import type { FlowStore } from "./find-flow";

/** A slug for a new flow, from its name, with a number behind it when the workspace has it already. */
export async function freeFlowSlug(store: FlowStore, actor: Actor, name: string): Promise<string> {
  const base = slugOf(name) || "flow";
  const taken = await store.flow.findMany({
    where: { workspaceId: actor.workspaceId, slug: { startsWith: base } },
    select: { slug: true },
  });
  return freeName(base, new Set(taken.map(({ slug }) => slug)));
}

/** A name that no other flow of the workspace has, and none of these: "Orders", then "Orders 2". */
export async function freeFlowName(
  store: FlowStore,
  actor: Actor,
  name: string,
  others: Iterable<string> = [],
): Promise<string> {
  const taken = await store.flow.findMany({
    where: { workspaceId: actor.workspaceId, deletedAt: null, name: { startsWith: name } },
    select: { name: true },
  });
  const names = new Set([...taken.map((flow) => flow.name), ...others]);
  let free = name;
  for (let number = 2; names.has(free); number += 1) free = `${name} ${number}`;
  return free;
}
