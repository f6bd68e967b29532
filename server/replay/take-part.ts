import * as z from "zod";
import type { Queryable } from "../log/queryable";
import { type OffsetRange, offsetsIn, rangesAfter, splitRanges } from "./offset-ranges";
import type { Planning } from "./planning";

type TopicRanges = Planning["topics"];

/** A part of what is to be looked at, and what is left behind it. */
interface PlanPart {
  readonly now: TopicRanges;
  readonly later: TopicRanges;
  /** How many offsets the part has. */
  readonly looked: number;
}

/** Ranges of topics as `json_to_recordset` reads them. */
export function rangeRows(topics: TopicRanges): string {
  return JSON.stringify(
    topics.flatMap(({ id, ranges }) => ranges.map(([first, last]) => ({ t: id, a: first, z: last }))),
  );
}

/**
 * The events of the ranges `r`, each read from its first to its last: the OFFSET keeps the planner, which knows nothing of
 * the ranges, from reading the whole table for them.
 */
export const eventsInRanges = `CROSS JOIN LATERAL (
      SELECT i.* FROM event i WHERE i.topic_id = r.t AND i."offset" BETWEEN r.a AND r.z ORDER BY i."offset" OFFSET 0) e`;

/**
 * Up to where the topics of a part may be taken together. Behind the last event of a topic that goes on later there may
 * be some of it that came before those that the other topics show already: nothing past the earliest such event is taken.
 */
const mergeSql = `
  WITH seen AS (
    SELECT e.topic_id, e."offset", max(e.received_at) OVER (PARTITION BY e.topic_id ORDER BY e."offset") AS at
    FROM json_to_recordset($1::json) AS r(t uuid, a bigint, z bigint)
    ${eventsInRanges}
  ), cut AS (
    SELECT l.at, l.topic_id, l."offset" FROM (
      SELECT DISTINCT ON (topic_id) at, topic_id, "offset" FROM seen WHERE topic_id = ANY($2)
      ORDER BY topic_id, "offset" DESC
    ) l ORDER BY l.at, l.topic_id, l."offset" LIMIT 1
  ), taken AS (
    SELECT s.topic_id, s."offset" FROM seen s
    WHERE NOT EXISTS (SELECT FROM cut)
       OR (s.at, s.topic_id, s."offset") <= (SELECT c.at, c.topic_id, c."offset" FROM cut c)
    ORDER BY s.at, s.topic_id, s."offset" LIMIT $3
  )
  SELECT s.topic_id, max(s."offset") AS last, (SELECT max(t."offset") FROM taken t WHERE t.topic_id = s.topic_id) AS taken
  FROM seen s GROUP BY s.topic_id`;

const mergeRows = z.array(
  z.object({ topic_id: z.string(), last: z.coerce.number(), taken: z.coerce.number().nullable() }),
);

function partOf(topics: readonly { id: string; now: OffsetRange[]; later: OffsetRange[] }[]): PlanPart {
  const side = (which: "now" | "later"): TopicRanges =>
    topics.flatMap((topic) =>
      topic[which].length === 0
        ? []
        : [{ id: topic.id, ranges: topic[which].map(([a, z]): [number, number] => [a, z]) }],
    );
  const looked = topics.reduce((sum, { now }) => sum + offsetsIn(now), 0);
  return { now: side("now"), later: side("later"), looked };
}

/** Takes about so many offsets off the front, so that the parts one after the other have all events in the order in which they came. */
export async function takePart(db: Queryable, planning: Planning): Promise<PlanPart> {
  const windows = planning.topics.map(({ id, ranges }) => ({ id, ...splitRanges(ranges, planning.size) }));
  if (windows.length < 2) return partOf(windows);
  const goesOn = windows.filter(({ later }) => later.length > 0).map(({ id }) => id);
  const found = await db.query({
    text: mergeSql,
    values: [
      rangeRows(windows.map(({ id, now }) => ({ id, ranges: now.map(([a, z]) => [a, z]) }))),
      goesOn,
      planning.size,
    ],
  });
  const merged = new Map(mergeRows.parse(found.rows).map((row) => [row.topic_id, row]));
  // Holes that retention has left: nothing can be said of the others before these have events to show.
  const holes = windows.filter(({ id }) => !merged.has(id));
  const isHeldUp = holes.some(({ later }) => later.length > 0);
  return partOf(
    windows.map((window) => {
      const seen = merged.get(window.id);
      if (seen === undefined || (!isHeldUp && seen.taken === seen.last)) return window;
      const upTo = isHeldUp ? 0 : (seen.taken ?? 0);
      const all = [...window.now, ...window.later];
      return {
        ...window,
        now: window.now.flatMap((one) => before(one, upTo)),
        later: rangesAfter(all, upTo),
      };
    }),
  );
}

function before([first, last]: OffsetRange, upTo: number): OffsetRange[] {
  return first > upTo ? [] : [[first, Math.min(last, upTo)]];
}
