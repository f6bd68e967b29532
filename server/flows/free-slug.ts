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
  // A name has at most 120 characters, its number included; half a character is none.
  const start = name.length > 110 ? name.slice(0, 110).replace(/[\uD800-\uDBFF]$/, "") : name;
  const taken = await store.flow.findMany({
    where: { workspaceId: actor.workspaceId, deletedAt: null, name: { startsWith: start } },
    select: { name: true },
  });
  const names = new Set([...taken.map((flow) => flow.name), ...others]);
  let free = name;
  for (let number = 2; names.has(free); number += 1) free = `${start} ${number}`;
  return free;
}
