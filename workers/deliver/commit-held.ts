import type { PublishedEvent } from "@/flow/delivery/checkpoint";
import type { EventDraft } from "@/flow/event/event-envelope";
import type { Deps } from "@/server/deps";
import { type BatchCommit, commitBatch } from "@/server/log/commit";
import { inTransaction } from "@/server/log/in-transaction";
import { quarantine, type Unfit } from "@/server/quarantine/quarantine";

/** An event that a step published and that does not fit what its topic is held to. */
export interface HeldPublished {
  readonly topic: { readonly id: string; readonly name: string };
  readonly unfit: Unfit;
}

/** What of a published event waits in quarantine; undefined when it is sent. */
export function heldPublished(
  { topic, checked }: PublishedEvent,
  topicId: string,
  draft: EventDraft,
): HeldPublished | undefined {
  if (checked?.isQuarantined !== true) return undefined;
  const { subject, version, failures } = checked;
  return { topic: { id: topicId, name: topic }, unfit: { original: draft, subject, version, failures } };
}

/** Commits deliveries, and in the same transaction what they put into quarantine. As `commitBatch` otherwise. */
export async function commitHeld(
  { pool }: Pick<Deps, "pool">,
  workspaceId: string,
  commit: BatchCommit,
  held: readonly HeldPublished[],
): Promise<boolean> {
  if (held.length === 0) return commitBatch(pool, commit);
  return inTransaction(pool, async (client) => {
    if (!(await commitBatch(client, commit))) return false;
    for (const topicId of new Set(held.map(({ topic }) => topic.id))) {
      const ofTopic = held.filter(({ topic }) => topic.id === topicId);
      const [first] = ofTopic;
      if (first !== undefined)
        await quarantine(
          client,
          workspaceId,
          first.topic,
          undefined,
          ofTopic.map(({ unfit }) => unfit),
        );
    }
    return true;
  });
}
