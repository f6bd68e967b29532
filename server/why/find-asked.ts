import type { Pool } from "pg";
import { AppError } from "../app-error";
import { type EventRow, eventRowColumns, toEventRow } from "../events/event-row";
import { searchWithin } from "../events/search-within";

/** More events than that are too many for one page; the page says so. */
const MAX_EVENTS = 50;

/** A key is in no index: it is looked for in the log itself, for at most that long. */
const KEY_LIMIT_MS = 2_000;

/** The events that a question is about. */
export interface Asked {
  /** Those with the id itself first, then oldest first. */
  readonly events: readonly EventRow[];
  /** What the question turned out to be; undefined: nothing in the log. */
  readonly by: "id" | "correlation" | "key" | undefined;
  /** There are more than `MAX_EVENTS`. */
  readonly isCut: boolean;
  /** The log is so long that not all of it was searched for the key. */
  readonly isKeySearchCut: boolean;
}

/** Events with the id, and all that belong to a conversation with it. */
const idSql = `
  SELECT ${eventRowColumns}
  FROM topic t JOIN event e ON e.topic_id = t.id
  WHERE t.workspace_id = $1 AND (e.correlation_id = $2 OR e.correlation_id IN (
    SELECT a.correlation_id FROM topic at JOIN event a ON a.topic_id = at.id WHERE at.workspace_id = $1 AND a.id = $2))
  ORDER BY e.id = $2 DESC, e.received_at, e."offset" LIMIT ${MAX_EVENTS + 1}`;

const keySql = `
  SELECT rows.* FROM topic t CROSS JOIN LATERAL (
    SELECT ${eventRowColumns} FROM event e
    WHERE e.topic_id = t.id AND e.key = $2 ORDER BY e."offset" DESC LIMIT ${MAX_EVENTS + 1}
  ) rows
  WHERE t.workspace_id = $1
  ORDER BY rows.received_at DESC, rows."offset" DESC LIMIT ${MAX_EVENTS + 1}`;

/** Looks for a question in the log: first as an event's id or a correlation id, then as a key. */
export async function findAsked(pool: Pool, workspaceId: string, question: string): Promise<Asked> {
  const byId = (await pool.query(idSql, [workspaceId, question])).rows.map(toEventRow);
  if (byId.length > 0) {
    return {
      events: byId.slice(0, MAX_EVENTS),
      by: byId[0]?.id === question ? "id" : "correlation",
      isCut: byId.length > MAX_EVENTS,
      isKeySearchCut: false,
    };
  }
  const byKey = await searchKeys(pool, workspaceId, question);
  return {
    events: (byKey ?? []).slice(0, MAX_EVENTS).reverse(),
    by: byKey === undefined || byKey.length === 0 ? undefined : "key",
    isCut: (byKey?.length ?? 0) > MAX_EVENTS,
    isKeySearchCut: byKey === undefined,
  };
}

/** The newest events with a key; undefined when the log is too long to look through. */
async function searchKeys(pool: Pool, workspaceId: string, key: string): Promise<EventRow[] | undefined> {
  try {
    return (await searchWithin(pool, KEY_LIMIT_MS, keySql, [workspaceId, key])).map(toEventRow);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
