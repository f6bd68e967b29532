import type { Queryable } from "../log/queryable";
import { type EventFilter, eventFilterSql, makeBind } from "./event-filter";
import type { EventTest, TestedRow } from "./event-test";

/** One topic's part of a look. */
interface LookLane {
  readonly topicId: string;
  /** All below it (older) or above it (newer) is open. */
  readonly edge: number;
  /** Where to stop. */
  readonly end: number | undefined;
  /** Offsets that it goes over at most. */
  readonly span: number;
}

/** What one look takes. */
interface LookSize {
  /** Events of each topic. */
  readonly perLane: number;
  /** Payload of each topic, but for one event; undefined where payloads stay in the database. */
  readonly bytes: number | undefined;
}

/** How far a look at one topic came. */
export interface LookedAt {
  readonly asked: string;
  /** How many events there are of those that were asked for, and how many of them were looked at. */
  readonly there: string;
  readonly looked: string;
  readonly edge: string | null;
  readonly reached: Date | null;
  readonly head: string;
}

interface Words {
  readonly compare: string;
  readonly orAt: string;
  readonly order: string;
  readonly last: string;
  /** Whether an offset is within the part from `nearest.at` on. */
  readonly isWithin: string;
}

const older: Words = {
  compare: "<",
  orAt: ">=",
  order: "DESC",
  last: "min",
  isWithin: `"offset" >= greatest(lane.stop + 1, nearest.at - lane.span + 1)`,
};
const newer: Words = {
  compare: ">",
  orAt: "<=",
  order: "ASC",
  last: "max",
  isWithin: `"offset" <= least(lane.stop, nearest.at + lane.span - 1)`,
};

/** Looks at the next part of some topics. */
export class LogLook {
  readonly #db: Queryable;
  readonly #workspaceId: string;
  readonly #filter: EventFilter;
  readonly #words: Words;

  constructor(db: Queryable, workspaceId: string, filter: EventFilter, direction: "older" | "newer") {
    this.#db = db;
    this.#workspaceId = workspaceId;
    this.#filter = filter;
    this.#words = direction === "older" ? older : newer;
  }

  /**
   * What fits, in the direction of the look: a row for each with `columns` of `event e` and `topic t`, and at least
   * one for each topic that is there, with nulls where nothing fits. Without columns: only how far it goes.
   *
   * A part is bounded by offsets, from the next event on, and not only by a `LIMIT`: with statistics that are old, or
   * that say nothing of a topic much larger than the others, PostgreSQL would read and sort all the rest of the topic
   * for every part.
   */
  async at<Row extends object>(
    lanes: readonly LookLane[],
    { perLane, bytes }: LookSize,
    columns: string | undefined,
  ): Promise<(LookedAt & Row)[]> {
    const { compare, orAt, order, last, isWithin } = this.#words;
    const values: unknown[] = [];
    const bind = makeBind(values);
    const ids = bind(lanes.map(({ topicId }) => topicId));
    const edges = bind(lanes.map(({ edge }) => edge));
    const ends = bind(lanes.map(({ end }) => end ?? null));
    const spans = bind(lanes.map(({ span }) => span));
    const { correlationId } = this.#filter;
    const only =
      correlationId === undefined
        ? isWithin
        : // What has an index need not be looked for one by one.
          `(lane.stop IS NULL OR "offset" ${order === "DESC" ? ">" : "<="} lane.stop) AND correlation_id = ${bind(correlationId)}`;
    const before =
      bytes === undefined
        ? "0"
        : `sum(octet_length(data)) OVER (ORDER BY "offset" ${order}) - octet_length(data)`;
    const isLooked = bytes === undefined ? "true" : `before < ${bind(bytes)}`;
    const found =
      columns === undefined
        ? ""
        : `LEFT JOIN LATERAL (
             SELECT ${columns} FROM event e
             WHERE e.topic_id = lane.id AND e."offset" ${compare} lane.edge AND e."offset" ${orAt} seen.edge
               AND ${eventFilterSql(this.#filter, this.#workspaceId, bind)}
             ORDER BY e."offset" ${order}
           ) found ON true`;
    const { rows } = await this.#db.query<LookedAt & Row>(
      `SELECT lane.id AS asked, h.head, seen.*${columns === undefined ? "" : ", found.*"}
       FROM unnest(${ids}::uuid[], ${edges}::bigint[], ${ends}::bigint[], ${spans}::bigint[])
         AS lane(id, edge, stop, span)
       JOIN topic t ON t.id = lane.id
       JOIN topic_head h ON h.topic_id = lane.id
       LEFT JOIN LATERAL (
         SELECT "offset" AS at FROM event WHERE topic_id = lane.id AND "offset" ${compare} lane.edge
         ORDER BY "offset" ${order} LIMIT 1
       ) nearest ON true
       CROSS JOIN LATERAL (
         SELECT count(*) AS there, count(*) FILTER (WHERE ${isLooked}) AS looked,
                ${last}("offset") FILTER (WHERE ${isLooked}) AS edge,
                ${last}(received_at) FILTER (WHERE ${isLooked}) AS reached
         FROM (SELECT "offset", received_at, ${before} AS before FROM (
           SELECT "offset", received_at, data FROM event
           WHERE topic_id = lane.id AND "offset" ${compare} lane.edge AND ${only}
           ORDER BY "offset" ${order} LIMIT ${bind(perLane)}
         ) asked) looked
       ) seen
       ${found}`,
      values,
    );
    return rows;
  }

  /** What is to be tested of the part of a topic between two offsets, both of them included. */
  async tested(topicId: string, from: number, to: number, test: EventTest): Promise<TestedRow[]> {
    const values: unknown[] = [];
    const bind = makeBind(values);
    const { rows } = await this.#db.query<TestedRow>(
      `SELECT ${test.columns} FROM event e JOIN topic t ON t.id = e.topic_id
       WHERE e.topic_id = ${bind(topicId)} AND e."offset" BETWEEN ${bind(Math.min(from, to))} AND ${bind(Math.max(from, to))}
         AND ${eventFilterSql(this.#filter, this.#workspaceId, bind)} AND ${test.mayFitSql(bind)}
       ORDER BY e."offset" ${this.#words.order}`,
      values,
    );
    return rows;
  }
}
