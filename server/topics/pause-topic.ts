import * as z from "zod";
import { AppError } from "../app-error";
import type { AuditAction } from "../audit/audit-actions";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { HINT_CHANNEL, writeHints } from "../log/hint";
import { useCase } from "../use-case";

/** Whether a topic hands out events: `draining`: nothing new; `paused`: nothing at all; null: as usual. */
export const topicPauseSchema = z.enum(["draining", "paused"]).nullable();

const input = z.object({ topic: z.string() });

const audits: Readonly<Record<"draining" | "paused" | "running", AuditAction>> = {
  draining: "topic.drained",
  paused: "topic.paused",
  running: "topic.resumed",
};

/** Hands out nothing more from a topic, to any consumer. Senders are accepted; their events wait. */
export const pauseTopic = useCase("topic.pause", input, (deps, actor, { topic }) =>
  switchTopic(deps, actor, topic, "paused"),
);

/** Hands out nothing new from a topic; what is open goes on to its end, then the topic is paused. */
export const drainTopic = useCase("topic.pause", input, (deps, actor, { topic }) =>
  switchTopic(deps, actor, topic, "draining"),
);

/** Lets a topic hand out events again, from where each consumer stands. */
export const resumeTopic = useCase("topic.pause", input, (deps, actor, { topic }) =>
  switchTopic(deps, actor, topic, null),
);

async function switchTopic(
  deps: Deps,
  actor: Actor,
  name: string,
  pause: z.output<typeof topicPauseSchema>,
): Promise<{ pause: "draining" | "paused" | null }> {
  return deps.db.$transaction(async (tx) => {
    const [topic] = await tx.topic.findMany({ where: { workspaceId: actor.workspaceId, name }, take: 1 });
    if (topic === undefined) throw new AppError("not-found", `There is no topic \`${name}\` here.`);
    // What is paused already has nothing to drain.
    if (topic.pause === pause || (topic.pause === "paused" && pause === "draining")) {
      return { pause: topicPauseSchema.parse(topic.pause) };
    }
    await tx.topic.update({
      where: { id: topic.id },
      data: {
        pause,
        pausedAt: pause === null ? null : new Date(),
        pausedBy: pause === null ? null : actor.name,
      },
    });
    await recordAudit(tx, actor, audits[pause ?? "running"], name);
    const hint = writeHints([{ kind: "changed", id: topic.id }]);
    await tx.$queryRaw`SELECT pg_notify(${HINT_CHANNEL}, ${hint})::text`;
    return { pause };
  });
}
