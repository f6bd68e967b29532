import { setImmediate as nextTurn } from "node:timers/promises";
import type { Deps } from "../deps";
import type { StoredEventRow } from "../log/read";
import { type EventFilter, eventFilterSql, makeBind } from "./event-filter";
import { eventRowColumns } from "./event-row";
import { type EventTest, makeEventTest, type TestedRow } from "./event-test";
import { findBounds, type LogPosition } from "./scan-position";

/** Events that one statement looks at where the database tests them, and where their payloads come to us. */
const BATCH = 10_000;
const TESTED_BATCH = 2_000;
/** No more payload comes with one statement, but for one event of each topic that it looks at. */
const BATCH_BYTES = 16_000_000;
/** Topics that such a statement looks at. */
const TESTED_LANES = 8;
/** Others have a turn after that long. */
const TURN_MS = 10;

/** Which way through the log. */
export type Direction = "older" | "newer";

/** Columns beside those of a list, for what else is done with the rows. */
export interface ScanOptions {
  readonly direction: Direction;
  readonly columns?: string;
  /** How many rows are wanted; only so that the first statement does not read more. */
  readonly limit: number;
  /** Towards the newer ones: the last event of each topic. */
  readonly upTo?: LogPosition;
  /** Topic after topic, in place of by time: then no more than one of them is in memory. */
  readonly isByTopic?: boolean;
}

interface Lane {
  readonly topicId: string;
  /** Offset next to the part that was looked at: all below it (older) or above it (newer) is open. */
  edge: number;
  /** Where to stop. */
  readonly end: number | undefined;
  /** Fit, and are not given out yet. */
  waiting: ScannedRow[];
  /** When the last one that was looked at had been received; absent before the first look. */
  reached: number | undefined;
  isDone: boolean;
}

/** A row with `eventRowColumns`, and what else was asked for. */
export type ScannedRow = Omit<
  StoredEventRow,
  "data" | "data_schema" | "hops" | "trace_parent" | "extensions"
> & { readonly topic: string };

interface Look {
  readonly asked: string;
  /** How many events there are of those that were asked for, and how many of them were looked at. */
  readonly there: string;
  readonly looked: string;
  readonly edge: string | null;
  readonly reached: Date | null;
  readonly topic_id: string | null;
}

function lower(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

/** With a test the columns that it asks for, else those of a scanned row; nulls where nothing was found. */
type FoundRow = Look & TestedRow & ScannedRow;

/**
 * Goes through the log by primary key, in order of receipt over all topics, and finds what fits a filter. It can stop
 * at any row and go on later from `position`.
 */
export class LogScan {
  /** Looked at so far. */
  scanned = 0;
  passedOver = 0;
  /** Why the last of them was. */
  whyPassedOver: string | undefined;
  readonly #deps: Deps;
  readonly #workspaceId: string;
  readonly #filter: EventFilter;
  readonly #options: ScanOptions;
  readonly #lanes: Lane[];
  readonly #test: EventTest | undefined;
  #batch: number;

  private constructor(
    deps: Deps,
    workspaceId: string,
    filter: EventFilter,
    options: ScanOptions,
    lanes: Lane[],
  ) {
    this.#deps = deps;
    this.#workspaceId = workspaceId;
    this.#filter = filter;
    this.#options = options;
    this.#lanes = lanes;
    this.#test = filter.where === undefined ? undefined : makeEventTest(filter.where, new Date());
    this.#batch = options.limit;
  }

  /** Begins at a position, inside of the filter's times. */
  static async from(
    deps: Deps,
    workspaceId: string,
    filter: EventFilter,
    position: LogPosition,
    options: ScanOptions,
  ): Promise<LogScan> {
    const { lowest, highest } = await findBounds(deps, Object.keys(position), filter);
    const isOlder = options.direction === "older";
    const lanes = Object.entries(position).map(([topicId, at]): Lane => {
      const low = lowest[topicId];
      const high = lower(highest[topicId], options.upTo?.[topicId]);
      const edge = isOlder ? Math.min(at, high ?? at) + 1 : Math.max(at, low ?? at);
      const end = isOlder ? low : high;
      return { topicId, edge, end, waiting: [], reached: undefined, isDone: false };
    });
    return new LogScan(deps, workspaceId, filter, options, lanes);
  }

  /** Whether the log has nothing more in this direction. */
  get isDone(): boolean {
    return this.#lanes.every((lane) => lane.isDone && lane.waiting.length === 0);
  }

  /** Where to go on: behind the last event before what was given out (older), or behind it (newer). */
  get position(): LogPosition {
    const isOlder = this.#options.direction === "older";
    return Object.fromEntries(
      this.#lanes.map(({ topicId, edge, waiting: [next] }) => {
        if (next === undefined) return [topicId, isOlder ? edge - 1 : edge];
        return [topicId, isOlder ? Number(next.offset) : Number(next.offset) - 1];
      }),
    );
  }

  /** How far it has come in time: everything on the way to it was looked at. */
  get reached(): Date | undefined {
    const open = this.#lanes.filter(({ isDone }) => !isDone).flatMap(({ reached }) => reached ?? []);
    if (open.length === 0) return undefined;
    return new Date(this.#options.direction === "older" ? Math.max(...open) : Math.min(...open));
  }

  /** The next row that fits; undefined when the log ends or `mayGoOn` says no. */
  async next(mayGoOn: () => boolean): Promise<ScannedRow | undefined> {
    for (;;) {
      const lanes = this.#options.isByTopic === true ? this.#firstLane() : this.#lanes;
      const first = this.#firstWaiting(lanes);
      const open = lanes.filter((lane) => !lane.isDone && lane.waiting.length === 0);
      const inTheWay = open.filter((lane) => first === undefined || !this.#isPast(lane, first));
      if (inTheWay.length === 0) {
        first?.waiting.shift();
        return first === undefined ? undefined : this.#taken;
      }
      if (!mayGoOn()) return undefined;
      await this.#look(inTheWay, mayGoOn);
    }
  }

  #firstLane(): readonly Lane[] {
    const lane = this.#lanes.find(({ isDone, waiting }) => !isDone || waiting.length > 0);
    return lane === undefined ? [] : [lane];
  }

  #taken: ScannedRow | undefined;

  /** The lane whose next row comes first. */
  #firstWaiting(lanes: readonly Lane[]): Lane | undefined {
    let best: Lane | undefined;
    for (const lane of lanes) {
      const [row] = lane.waiting;
      if (row === undefined) continue;
      const at = row.received_at.getTime();
      const bestAt = best?.waiting[0]?.received_at.getTime();
      if (bestAt === undefined || this.#comesBefore(at, bestAt)) best = lane;
    }
    this.#taken = best?.waiting[0];
    return best;
  }

  #comesBefore(at: number, other: number): boolean {
    return this.#options.direction === "older" ? at > other : at < other;
  }

  /** Whether nothing that a lane has still to look at can come before the next row of another. */
  #isPast(lane: Lane, first: Lane): boolean {
    const at = first.waiting[0]?.received_at.getTime();
    return lane.reached !== undefined && at !== undefined && !this.#comesBefore(lane.reached, at);
  }

  async #look(blocked: readonly Lane[], mayGoOn: () => boolean): Promise<void> {
    const isOlder = this.#options.direction === "older";
    const values: unknown[] = [];
    const bind = makeBind(values);
    // Payloads that come to us are bounded by their bytes; those that the database looks at stay there.
    const isHeavy = this.#test !== undefined || this.#options.columns !== undefined;
    const lanes = isHeavy ? blocked.slice(0, TESTED_LANES) : blocked;
    const least = isHeavy ? 1 : Math.min(50, this.#batch);
    const perLane = Math.max(least, Math.ceil(this.#batch / lanes.length));
    const fits = eventFilterSql(this.#filter, this.#workspaceId, bind);
    const { correlationId } = this.#filter;
    // What has an index need not be looked for one by one.
    const only = correlationId === undefined ? "" : `AND correlation_id = ${bind(correlationId)}`;
    const [compare, order, last] = isOlder ? ["<", "DESC", "min"] : [">", "ASC", "max"];
    const before = isHeavy
      ? `sum(octet_length(data)) OVER (ORDER BY "offset" ${order}) - octet_length(data)`
      : "0";
    const isWithin = `before < ${bind(Math.floor(BATCH_BYTES / lanes.length))}`;
    const ids = bind(lanes.map(({ topicId }) => topicId));
    const edges = bind(lanes.map(({ edge }) => edge));
    const ends = bind(lanes.map(({ end }) => end ?? null));
    const columns = this.#test?.columns ?? this.#columns;
    const { rows } = await this.#deps.pool.query<FoundRow>(
      `SELECT lane.id AS asked, seen.there, seen.looked, seen.edge, seen.reached, found.*
       FROM unnest(${ids}::uuid[], ${edges}::bigint[], ${ends}::bigint[]) AS lane(id, edge, stop)
       JOIN topic t ON t.id = lane.id
       CROSS JOIN LATERAL (
         SELECT count(*) AS there, count(*) FILTER (WHERE ${isWithin}) AS looked,
                ${last}("offset") FILTER (WHERE ${isWithin}) AS edge,
                ${last}(received_at) FILTER (WHERE ${isWithin}) AS reached
         FROM (SELECT "offset", received_at, ${before} AS before FROM (
           SELECT "offset", received_at, data FROM event
           WHERE topic_id = lane.id AND "offset" ${compare} lane.edge
             AND (lane.stop IS NULL OR "offset" ${isOlder ? ">" : "<="} lane.stop) ${only}
           ORDER BY "offset" ${order} LIMIT ${bind(perLane)}
         ) asked) looked
       ) seen
       LEFT JOIN LATERAL (
         SELECT ${columns} FROM event e
         WHERE e.topic_id = lane.id AND e."offset" ${compare} lane.edge
           AND e."offset" ${isOlder ? ">=" : "<="} seen.edge AND ${fits}
         ORDER BY e."offset" ${order}
       ) found ON true`,
      values,
    );
    const byLane = new Map<string, FoundRow[]>(lanes.map(({ topicId }) => [topicId, []]));
    for (const row of rows) byLane.get(row.asked)?.push(row);
    for (const lane of lanes) await this.#take(lane, byLane.get(lane.topicId) ?? [], perLane, mayGoOn);
    this.#batch = Math.min(isHeavy ? TESTED_BATCH : BATCH, this.#batch * 4);
  }

  get #columns(): string {
    return `${eventRowColumns}${this.#options.columns ?? ""}`;
  }

  async #take(lane: Lane, rows: readonly FoundRow[], asked: number, mayGoOn: () => boolean): Promise<void> {
    const [first] = rows;
    // A topic that was deleted meanwhile has nothing more.
    if (first === undefined) {
      lane.isDone = true;
      return;
    }
    const found = rows.filter((row) => row.topic_id !== null);
    if (this.#test === undefined) lane.waiting = found;
    else if (!(await this.#testAll(this.#test, lane, found, mayGoOn))) return;
    this.scanned += Number(first.looked);
    if (first.edge !== null) lane.edge = Number(first.edge);
    lane.reached = first.reached?.getTime() ?? lane.reached;
    lane.isDone = Number(first.there) < asked && first.looked === first.there;
  }

  /** Whether there was time for all of them; else the lane ends at the last one that was tested. */
  async #testAll(
    test: EventTest,
    lane: Lane,
    rows: readonly FoundRow[],
    mayGoOn: () => boolean,
  ): Promise<boolean> {
    const begin = lane.edge;
    const fitting: string[] = [];
    let turnAt = performance.now() + TURN_MS;
    let isInTime = true;
    for (const row of rows) {
      if (performance.now() > turnAt) {
        await nextTurn();
        isInTime = mayGoOn();
        if (!isInTime) break;
        turnAt = performance.now() + TURN_MS;
      }
      const result = test.fits(row);
      if (result === true) fitting.push(row.offset);
      else if (result !== false) {
        this.passedOver += 1;
        this.whyPassedOver = result.passedOver;
      }
      lane.edge = Number(row.offset);
      lane.reached = row.received_at.getTime();
    }
    if (!isInTime) this.scanned += Math.abs(begin - lane.edge);
    if (fitting.length > 0) lane.waiting = await this.#whole(lane, fitting);
    return isInTime;
  }

  /** What a list shows of events that fit. */
  async #whole({ topicId }: Lane, offsets: readonly string[]): Promise<ScannedRow[]> {
    const { rows } = await this.#deps.pool.query<ScannedRow>(
      `SELECT ${this.#columns} FROM event e JOIN topic t ON t.id = e.topic_id
       WHERE e.topic_id = $1 AND e."offset" = ANY($2::bigint[])
       ORDER BY e."offset" ${this.#options.direction === "older" ? "DESC" : "ASC"}`,
      [topicId, offsets],
    );
    return rows;
  }
}
