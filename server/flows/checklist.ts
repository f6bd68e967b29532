import * as z from "zod";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import { useCase } from "../use-case";
import { findFlow } from "./find-flow";

/** Lines of the first flow's checklist, in their order; the last three are offered, not asked for. */
export const checklistLines = [
  "producer",
  "topic",
  "consumer",
  "deploy",
  "send",
  "second-consumer",
  "repair",
  "code",
] as const;

const progressSchema = z.object({
  done: z.array(z.enum(checklistLines)).max(checklistLines.length),
  isHidden: z.boolean(),
});
const storedSchema = z.record(z.string(), progressSchema);

/** A person's progress in the checklist beside one flow. */
export type ChecklistProgress = z.infer<typeof progressSchema>;

/** The person's own checklist of a flow; null where it was never shown. */
export const getChecklist = useCase(
  "flow.read",
  z.object({ flow: z.string() }),
  async (deps, actor, input): Promise<ChecklistProgress | null> => {
    if (actor.kind !== "user") return null;
    const { id } = await findFlow(deps.db, actor, input.flow);
    return (await readChecklists(deps.db, actor))[id] ?? null;
  },
);

/**
 * Keeps the person's own progress in the checklist of a flow; the first time also shows it.
 * @throws AppError `bad-input` for an API key, which has no progress
 */
export const setChecklist = useCase(
  "flow.read",
  progressSchema.extend({ flow: z.string() }),
  async (deps, actor, { flow, done, isHidden }): Promise<ChecklistProgress> => {
    if (actor.kind !== "user") throw new AppError("bad-input", "Checklists are for people.");
    const progress = { done: [...new Set(done)], isHidden };
    await deps.db.$transaction(async (tx) => {
      const { id } = await findFlow(tx, actor, flow);
      const checklists = { ...(await readChecklists(tx, actor)), [id]: progress };
      await tx.membership.update({ where: keyOf(actor), data: { checklist: checklists } });
    });
    return progress;
  },
);

function keyOf(actor: Actor) {
  return { workspaceId_userId: { workspaceId: actor.workspaceId, userId: actor.id } };
}

async function readChecklists(store: Pick<Prisma.TransactionClient, "membership">, actor: Actor) {
  const membership = await store.membership.findUniqueOrThrow({
    where: keyOf(actor),
    select: { checklist: true },
  });
  return storedSchema.parse(membership.checklist);
}
