import * as z from "zod";
import { AppError } from "../app-error";
import type { Deps } from "../deps";

/** Where a reader stands between the events of every topic: the offset of the last one before it, by topic id. */
export type LogPosition = Readonly<Record<string, number>>;

export const logPositionSchema = z.record(z.uuid(), z.number().int().min(0));

/** Where a reader begins. */
export const seekSchema = z.union([
  z.enum(["newest", "oldest"]),
  /** Behind the last event that was received then or before. */
  z.object({ time: z.date() }),
  /** Behind this event; in other topics behind what had been received by then. */
  z.object({ topic: z.string().max(200), offset: z.number().int().min(0) }),
]);
export type Seek = z.infer<typeof seekSchema>;

const storedPosition = z.object({ id: z.string(), at: z.coerce.number() });

/**
 * Finds the place in the chosen topics.
 * @throws AppError `not-found` when there is no such topic
 */
export async function findPosition(
  deps: Deps,
  workspaceId: string,
  topics: readonly string[] | undefined,
  seek: Seek,
): Promise<LogPosition> {
  const ask = async (at: string, ...values: unknown[]) => {
    const { rows } = await deps.pool.query(
      `SELECT t.id, ${at} AS at FROM topic t JOIN topic_head h ON h.topic_id = t.id
       WHERE t.workspace_id = $1 AND ($2::text[] IS NULL OR t.name = ANY($2))`,
      [workspaceId, topics ?? null, ...values],
    );
    return Object.fromEntries(
      rows.map((row) => storedPosition.parse(row)).map(({ id, at: offset }) => [id, offset]),
    );
  };
  if (seek === "newest") return ask("h.head");
  if (seek === "oldest") return ask("0");
  if ("time" in seek) return ask("millrace_offset_at(t.id, $3)", seek.time);
  const topic = await deps.db.topic.findUnique({
    where: { workspaceId_name: { workspaceId, name: seek.topic } },
    select: { id: true },
  });
  if (topic === null) throw new AppError("not-found", `There is no topic \`${seek.topic}\` here.`);
  return ask(
    `CASE WHEN t.id = $3 THEN $4::bigint ELSE millrace_offset_at(t.id,
       (SELECT received_at FROM event WHERE topic_id = $3 AND "offset" <= $4 ORDER BY "offset" DESC LIMIT 1)) END`,
    topic.id,
    seek.offset,
  );
}

/** The part of every topic that was received between two times, as positions; a topic that is absent has no bound. */
export async function findBounds(
  deps: Deps,
  topicIds: readonly string[],
  { from, to }: { readonly from?: Date | undefined; readonly to?: Date | undefined },
): Promise<{ readonly lowest: LogPosition; readonly highest: LogPosition }> {
  const ask = async (time: Date | undefined, back: string): Promise<LogPosition> => {
    if (time === undefined) return {};
    const { rows } = await deps.pool.query(
      `SELECT id, millrace_offset_at(id, $2::timestamptz - interval '${back}') AS at FROM unnest($1::uuid[]) id`,
      [topicIds, time],
    );
    return Object.fromEntries(rows.map((row) => storedPosition.parse(row)).map(({ id, at }) => [id, at]));
  };
  // A browser's times end at milliseconds, and a clock may have stepped back within a second.
  const [lowest, highest] = await Promise.all([ask(from, "1 second"), ask(to, "-1 second")]);
  return { lowest, highest };
}
