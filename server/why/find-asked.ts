import type { Pool } from "pg";
import * as z from "zod";
import { AppError } from "../app-error";
import { type EventRow, eventRowColumns, toEventRow } from "../events/event-row";
import { searchWithin } from "../events/search-within";

/** More events than that are too many for one page; the page says so. */
const MAX_EVENTS = 50;

/** A key is in no index: it is looked for in the log itself, for at most that long. */
const KEY_LIMIT_MS = 2_000;

/** Ids and conversations are in indexes; a conversation may be long all the same. */
const ID_LIMIT_MS = 5_000;

const talkRows = z.array(z.object({ talk: z.string() }));

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

/** Conversations that an id may name: its own, and those of the events that have it. Each part by an index of its own. */
const talksSql = `
  SELECT DISTINCT a.correlation_id AS talk
  FROM topic t CROSS JOIN LATERAL (
    SELECT e.correlation_id FROM event e WHERE e.topic_id = t.id AND e.id = $2 LIMIT ${MAX_EVENTS + 1}
  ) a
  WHERE t.workspace_id = $1 LIMIT ${MAX_EVENTS}`;

/** Events of conversations ($2), those with the id ($3) first. */
const idSql = `
  SELECT ${eventRowColumns}
  FROM event e JOIN topic t ON t.id = e.topic_id AND t.workspace_id = $1
  WHERE e.correlation_id = ANY($2::text[])
  ORDER BY e.id = $3 DESC, e.received_at, e."offset" LIMIT ${MAX_EVENTS + 1}`;

const keySql = `
  SELECT rows.* FROM topic t CROSS JOIN LATERAL (
    SELECT ${eventRowColumns} FROM event e
    WHERE e.topic_id = t.id AND coalesce(e.key, e.subject) = $2 ORDER BY e."offset" DESC LIMIT ${MAX_EVENTS + 1}
  ) rows
  WHERE t.workspace_id = $1
  ORDER BY rows.received_at DESC, rows."offset" DESC LIMIT ${MAX_EVENTS + 1}`;

/**
 * Looks for a question in the log: first as an event's id or a correlation id, then as a key.
 * @throws AppError `bad-input` when a conversation is too long to be read
 */
export async function findAsked(pool: Pool, workspaceId: string, question: string): Promise<Asked> {
  const talks = talkRows.parse(await searchWithin(pool, ID_LIMIT_MS, talksSql, [workspaceId, question]));
  const named = [question, ...talks.map(({ talk }) => talk)];
  const found = await searchWithin(pool, ID_LIMIT_MS, idSql, [workspaceId, named, question]);
  const byId = found.map(toEventRow);
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
