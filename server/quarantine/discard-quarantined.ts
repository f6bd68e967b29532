import * as z from "zod";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { choiceSchema, takeChosen } from "./quarantine-choice";

/**
 * Discards events in quarantine, with a reason; they stay to be looked at and are never delivered. Those that are
 * released already stay so. Call again while `hasMore`.
 * @throws AppError `not-found`
 */
export const discardQuarantined = useCase(
  "quarantine.resolve",
  z.object({ choice: choiceSchema, reason: z.string().trim().min(1, "Say why.").max(1_000) }),
  async ({ db }, actor, { choice, reason }) =>
    db.$transaction(async (tx) => {
      const { events, more } = await takeChosen(tx, actor.workspaceId, choice);
      const waiting = events.filter(({ state }) => state === "waiting");
      const topics = [...new Set(waiting.map(({ topic }) => topic))].join(", ");
      await tx.quarantinedEvent.updateMany({
        where: { id: { in: waiting.map(({ id }) => id) } },
        data: { state: "discarded", resolvedAt: new Date(), resolvedBy: actor.name, reason },
      });
      if (waiting.length > 0)
        await recordAudit(tx, actor, "quarantine.discarded", topics, { events: waiting.length, reason });
      return { discarded: waiting.length, hasMore: more };
    }),
);
