import * as z from "zod";
import type { Queryable } from "../log/queryable";
import { joinRanges, type OffsetRange, offsetsIn } from "./offset-ranges";
import type { Planning } from "./planning";
import type { selectionSchema } from "./replay-schemas";

/** Of the first part; the next ones are as long as their time allows. */
const FIRST_SIZE = 10_000;

type Part = z.output<typeof selectionSchema>["parts"][number];

/** The parts of a selection as rows of `part(topic, ...)`: one shape for all kinds. */
function rowsOf(parts: readonly Part[]) {
  return parts.map((part, number) => ({
    number,
    topic: part.topic,
    from_offset: "fromOffset" in part ? part.fromOffset : null,
    to_offset: "toOffset" in part ? part.toOffset : null,
    from_time: "from" in part ? part.from : null,
    to_time: "to" in part ? part.to : null,
  }));
}

/** The end of a topic is read here, once. What retention has deleted from its front is nothing to look at. */
const boundsSql = `
  SELECT part.number, t.id,
    greatest(
      coalesce(part.from_offset, 1),
      CASE WHEN part.from_time IS NULL THEN 1 ELSE millrace_offset_at(t.id, part.from_time - interval '1 microsecond') + 1 END,
      (SELECT e."offset" FROM event e WHERE e.topic_id = t.id ORDER BY e."offset" LIMIT 1)) AS first,
    least(
      h.head, part.to_offset,
      CASE WHEN part.to_time IS NULL THEN h.head ELSE millrace_offset_at(t.id, part.to_time) END) AS last
  FROM json_to_recordset($2::json) AS part(number int, topic text, from_offset bigint, to_offset bigint,
                                           from_time timestamptz, to_time timestamptz)
  JOIN topic t ON t.workspace_id = $1 AND t.name = part.topic
  JOIN topic_head h ON h.topic_id = t.id
  WHERE t.id IN (SELECT s.topic_id FROM subscription s WHERE s.id = ANY($3) AND s.workspace_id = $1)`;

const boundRows = z.array(
  z.object({
    number: z.number(),
    id: z.string(),
    first: z.coerce.number(),
    last: z.coerce.number(),
  }),
);

/**
 * Turns a selection into offsets of topics, up to the ends that these have now: what arrives later is not among them. Of
 * topics that none of the chosen consumers reacts to nothing is left.
 */
export async function openSelection(
  db: Queryable,
  workspaceId: string,
  { parts }: Pick<z.output<typeof selectionSchema>, "parts">,
  subscriptionIds: readonly string[],
): Promise<Planning> {
  const found = await db.query({
    text: boundsSql,
    values: [workspaceId, JSON.stringify(rowsOf(parts)), subscriptionIds],
  });
  const chosen = new Map<string, OffsetRange[]>();
  for (const { number, id, first, last } of boundRows.parse(found.rows)) {
    const part = parts[number];
    const ranges: OffsetRange[] =
      part !== undefined && "offsets" in part
        ? part.offsets.flatMap((one): OffsetRange[] => (one < first || one > last ? [] : [[one, one]]))
        : [[first, last]];
    chosen.set(id, [...(chosen.get(id) ?? []), ...ranges]);
  }
  const topics = [...chosen]
    .map(([id, ranges]) => ({ id, ranges: joinRanges(ranges).map(([a, z]): [number, number] => [a, z]) }))
    .filter(({ ranges }) => ranges.length > 0);
  const of = topics.reduce((sum, { ranges }) => sum + offsetsIn(ranges), 0);
  return { topics, looked: 0, of, size: FIRST_SIZE };
}
