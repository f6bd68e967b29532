import * as z from "zod";
import type { EventDraft } from "@/flow/event/event-envelope";
import { schemaFailureSchema } from "@/flow/schema/failure";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { noProducer } from "./quarantine";

/** How many events one call releases or discards. */
export const maxChosen = 500;

/** Which events of the inbox: listed ones, or a group of it, oldest first. */
export const choiceSchema = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(maxChosen) }),
  z.strictObject({
    topic: z.string().min(1).max(80),
    pointer: z.string().max(1_000).optional(),
    keyword: z.string().max(100).optional(),
  }),
]);
export type QuarantineChoice = z.infer<typeof choiceSchema>;

/** An event in quarantine, with what it needs to be released. */
export interface HeldEvent {
  readonly id: string;
  readonly topicId: string;
  readonly topic: string;
  readonly producerId: string | undefined;
  readonly state: "waiting" | "released" | "discarded";
  readonly releasedOffset: number | null;
  readonly draft: EventDraft;
}

/** What the database keeps of an `EventDraft` in quarantine: everything but its payload. */
export const heldEnvelopeSchema = z.object({
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string().optional(),
  time: z.string().optional(),
  contentType: z.string(),
  dataSchema: z.string().optional(),
  key: z.string().optional(),
  correlationId: z.string().optional(),
  causationId: z.string().optional(),
  hops: z.number().optional(),
  traceParent: z.string().optional(),
  replayId: z.string().optional(),
  isTest: z.boolean().optional(),
  extensions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const heldRow = z.object({
  id: z.string(),
  topicId: z.string(),
  topic: z.object({ name: z.string() }),
  producerId: z.string(),
  state: z.enum(["waiting", "released", "discarded"]),
  releasedOffset: z.coerce.number().nullable(),
  envelope: heldEnvelopeSchema,
  failures: z.array(schemaFailureSchema),
  data: z.instanceof(Uint8Array),
});

function whereOf(workspaceId: string, choice: QuarantineChoice): Prisma.QuarantinedEventWhereInput {
  if ("ids" in choice) return { workspaceId, id: { in: choice.ids } };
  const { topic, pointer, keyword } = choice;
  return {
    workspaceId,
    state: "waiting",
    topic: { name: topic, workspaceId },
    ...(pointer === undefined ? {} : { pointer }),
    ...(keyword === undefined ? {} : { keyword }),
  };
}

/**
 * Locks the chosen events, oldest first, at most `maxChosen`; `more` says that the group has others.
 * @throws AppError `not-found` when a listed one does not exist
 */
export async function takeChosen(
  tx: Prisma.TransactionClient,
  workspaceId: string,
  choice: QuarantineChoice,
): Promise<{ readonly events: readonly HeldEvent[]; readonly more: boolean }> {
  const where = whereOf(workspaceId, choice);
  const found = await tx.quarantinedEvent.findMany({
    where,
    orderBy: { id: "asc" },
    select: { id: true },
    take: maxChosen + 1,
  });
  const ids = found.slice(0, maxChosen).map(({ id }) => id);
  if ("ids" in choice && ids.length < new Set(choice.ids).size)
    throw new AppError("not-found", "One of these events is not in quarantine here.");
  // Two people who release the same events wait for each other; the second finds them released.
  await tx.$queryRaw`SELECT id FROM quarantined_event WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const rows = await tx.quarantinedEvent.findMany({
    where: { id: { in: ids } },
    orderBy: { id: "asc" },
    include: { topic: { select: { name: true } } },
  });
  const events = rows.map((raw): HeldEvent => {
    const row = heldRow.parse(raw);
    return {
      id: row.id,
      topicId: row.topicId,
      topic: row.topic.name,
      producerId: row.producerId === noProducer ? undefined : row.producerId,
      state: row.state,
      releasedOffset: row.releasedOffset,
      draft: { ...row.envelope, data: row.data },
    };
  });
  return { events, more: found.length > maxChosen };
}
