import * as z from "zod";
import { AppError } from "../app-error";
import { useCase } from "../use-case";
import { eventRefSchema } from "./event-row";
import { searchWithin } from "./search-within";

/** A key is in no index: the topic is read backwards for at most that long. */
const LIMIT_MS = 1_500;
/** Of a payload to compare with. */
const MAX_BYTES = 256 * 1024;

const previousRow = z.object({
  offset: z.coerce.number(),
  received_at: z.date(),
  data: z.instanceof(Uint8Array),
});

/** The event before another one with the same key. */
export interface PreviousEvent {
  readonly offset: number;
  readonly receivedAt: Date;
  readonly text: string;
}

/**
 * The last event with the same key before this one, in its topic.
 * @returns null when it has no key, is the first one, or when the one before is too long ago or too large to compare with
 */
export const previousEvent = useCase(
  "event.read",
  eventRefSchema,
  async ({ pool }, { workspaceId }, { topic, offset }): Promise<PreviousEvent | null> => {
    try {
      const rows = await searchWithin(
        pool,
        LIMIT_MS,
        `SELECT p."offset", p.received_at, p.data
         FROM topic t
         JOIN event e ON e.topic_id = t.id AND e."offset" = $3 AND e.key IS NOT NULL
         CROSS JOIN LATERAL (
           SELECT * FROM event p WHERE p.topic_id = t.id AND p."offset" < e."offset" AND p.key = e.key
           ORDER BY p."offset" DESC LIMIT 1
         ) p
         WHERE t.workspace_id = $1 AND t.name = $2 AND octet_length(p.data) <= ${MAX_BYTES}`,
        [workspaceId, topic, offset],
      );
      if (rows[0] === undefined) return null;
      const row = previousRow.parse(rows[0]);
      return { offset: row.offset, receivedAt: row.received_at, text: new TextDecoder().decode(row.data) };
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  },
);
