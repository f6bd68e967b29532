import * as z from "zod";
import type { Change } from "@/flow/diff/change";
import { countedChanges, diffFlows } from "@/flow/diff/diff-flows";
import type { FlowDocument } from "@/flow/document/flow-document";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Actor } from "../auth/actor";
import type { FoundFlow } from "./find-flow";
import { storedDocument } from "./stored-document";

/** Names of actors by place and actor id, as `{"step:mail1": {"<id>": "Mia"}}`. */
const authorsSchema = z.record(z.string(), z.record(z.string(), z.string()));

function placeOf({ at }: Change): string {
  return `${at.kind}:${at.id ?? ""}`;
}

/** Who changed what since the last deployment, once this actor's save is in. */
export function draftAuthors(
  flow: Pick<FoundFlow, "draft" | "draftAuthors">,
  document: FlowDocument,
  actor: Actor,
): Record<string, Record<string, string>> {
  const authors = authorsSchema.parse(flow.draftAuthors);
  for (const change of countedChanges(diffFlows(storedDocument(flow.draft), document, definitions))) {
    const place = placeOf(change);
    authors[place] = { ...authors[place], [actor.id]: actor.name };
  }
  return authors;
}

/** Who else had a hand in these changes, by name, and in how many of them. */
export function otherAuthors(
  flow: Pick<FoundFlow, "draftAuthors">,
  changes: readonly Change[],
  actor: Actor,
): { name: string; count: number }[] {
  const authors = authorsSchema.parse(flow.draftAuthors);
  const counts = new Map<string, { name: string; count: number }>();
  for (const change of changes) {
    for (const [id, name] of Object.entries(authors[placeOf(change)] ?? {})) {
      if (id !== actor.id) counts.set(id, { name, count: (counts.get(id)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()].sort((a, b) => a.name.localeCompare(b.name));
}
