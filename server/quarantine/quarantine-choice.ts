import type { Pool } from "pg";
import * as z from "zod";
import type { EventDraft } from "@/flow/event/event-envelope";
import { AppError } from "../app-error";
import { keptEnvelopeSchema } from "../events/kept-envelope";
import type { Queryable } from "../log/queryable";
import { noProducer } from "./quarantine";

/** How many events one call releases or discards. */
export const maxChosen = 500;

/** Which events of the inbox: listed ones, or a group of it, oldest first, behind the one that a call ended at. */
export const choiceSchema = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(maxChosen) }),
  z.strictObject({
    topic: z.string().min(1).max(80),
    pointer: z.string().max(1_000).optional(),
    keyword: z.string().max(100).optional(),
    after: z.uuid().nullish(),
  }),
]);
type QuarantineChoice = z.infer<typeof choiceSchema>;

/** The chosen events of one call. */
interface ChosenEvents {
  /** Oldest first, at most `maxChosen`. */
  readonly ids: readonly string[];
  /** The group has others: `after` of the next call. */
  readonly nextAfter: string | null;
}

const idRows = z.array(z.object({ id: z.string() }));

/**
 * Which events a choice means, without their payloads.
 * @throws AppError `not-found` when a listed one does not exist
 */
export async function chosenEvents(
  pool: Pool,
  workspaceId: string,
  choice: QuarantineChoice,
): Promise<ChosenEvents> {
  if ("ids" in choice) {
    const { rows } = await pool.query(
      "SELECT id FROM quarantined_event WHERE workspace_id = $1 AND id = ANY($2::uuid[]) ORDER BY id",
      [workspaceId, choice.ids],
    );
    const ids = idRows.parse(rows).map(({ id }) => id);
    if (ids.length < new Set(choice.ids).size)
      throw new AppError("not-found", "One of these events is not in quarantine here.");
    return { ids, nextAfter: null };
  }
  const { topic, pointer, keyword, after } = choice;
  const { rows } = await pool.query(
    `SELECT q.id FROM quarantined_event q JOIN topic t ON t.id = q.topic_id
     WHERE q.workspace_id = $1 AND t.workspace_id = $1 AND t.name = $2 AND q.state = 'waiting'
       AND ($3::text IS NULL OR q.pointer = $3) AND ($4::text IS NULL OR q.keyword = $4)
       AND ($5::uuid IS NULL OR q.id > $5)
     ORDER BY q.id LIMIT $6`,
    [workspaceId, topic, pointer ?? null, keyword ?? null, after ?? null, maxChosen + 1],
  );
  const found = idRows.parse(rows).map(({ id }) => id);
  const ids = found.slice(0, maxChosen);
  return { ids, nextAfter: found.length > maxChosen ? (ids.at(-1) ?? null) : null };
}

/** What somebody may have decided about an event meanwhile. */
export const heldStateSchema = z.object({
  state: z.enum(["waiting", "released", "discarded"]),
  released_offset: z.coerce.number().nullable(),
});

/** An event in quarantine, with what it needs to be released. */
export interface HeldEvent {
  readonly id: string;
  readonly topicId: string;
  readonly topic: string;
  readonly producerId: string | undefined;
  readonly draft: EventDraft;
}

const heldRow = z.object({
  id: z.string(),
  topic_id: z.string(),
  topic: z.string(),
  producer_id: z.string(),
  envelope: keptEnvelopeSchema,
  data: z.instanceof(Uint8Array),
});

/** One event with its payload, which nobody changes while it is kept; undefined when it is gone. */
export async function readHeld(
  db: Queryable,
  workspaceId: string,
  id: string,
): Promise<HeldEvent | undefined> {
  const { rows } = await db.query(
    `SELECT q.id, q.topic_id, t.name AS topic, q.producer_id, q.envelope, q.data
     FROM quarantined_event q JOIN topic t ON t.id = q.topic_id WHERE q.workspace_id = $1 AND q.id = $2`,
    [workspaceId, id],
  );
  const row = heldRow.optional().parse(rows[0]);
  return (
    row && {
      id: row.id,
      topicId: row.topic_id,
      topic: row.topic,
      producerId: row.producer_id === noProducer ? undefined : row.producer_id,
      draft: { ...row.envelope, data: row.data },
    }
  );
}
