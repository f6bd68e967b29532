import * as z from "zod";
import type { EventDraft } from "@/flow/event/event-envelope";
import { encodeItems } from "./encode-items";
import type { Queryable } from "./queryable";

/** One event for the log. */
export interface AppendItem {
  readonly draft: EventDraft;
  readonly producerId?: string | undefined;
  /** The id was made just now, by us: it cannot have arrived before, so no idempotency key is kept. */
  readonly isIdFresh?: boolean | undefined;
}

/**
 * What became of an item. `duplicate`: the same event was stored before, at this offset. `conflict`: its
 * id is taken by an event with another body, at `offset`.
 */
export interface AppendOutcome {
  readonly kind: "stored" | "duplicate" | "conflict";
  readonly offset: number;
}

const rows = z.array(
  z.object({
    n: z.number().nullable(),
    kind: z.enum(["stored", "duplicate", "conflict"]),
    offset: z.coerce.number(),
  }),
);

/**
 * Appends to one topic, all or nothing, at gapless offsets; returns one outcome per item, in order.
 * Once it has returned (and the transaction has committed, if `db` is in one) the events are durable.
 * @throws DatabaseError of class 22 or 23 when an item cannot be stored, see `isRefusal`
 */
export async function append(
  db: Queryable,
  topicId: string,
  items: readonly AppendItem[],
): Promise<AppendOutcome[]> {
  if (items.length === 0) return [];
  const { meta, data } = encodeItems(items);
  const result = await db.query({
    name: "millrace-append",
    text: 'SELECT n, kind, "offset" FROM millrace_append($1, $2, $3)',
    values: [topicId, meta, data],
  });
  const answered = rows.parse(result.rows);
  const [first] = answered;
  // All of them are stored, from here on.
  if (first?.n === null) return items.map((_, index) => ({ kind: "stored", offset: first.offset + index }));
  return answered.map(({ kind, offset }) => ({ kind, offset }));
}
