import { setImmediate as nextTurn } from "node:timers/promises";
import type { Deps } from "../deps";
import { type EventFilter, eventFilterSql, makeBind } from "./event-filter";
import { eventRowColumns } from "./event-row";
import { makeEventTest, type TestedRow, testedColumns } from "./event-test";
import { findBounds, type LogPosition } from "./scan-position";

/** Events that one statement looks at where the database tests them, and where their payloads come to us. */
const BATCH = 10_000;
const TESTED_BATCH = 2_000;
/** About so much of payloads comes with one statement. */
const BATCH_BYTES = 16_000_000;
/** Others have a turn after so many tests. */
const TURN = 200;

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
export type ScannedRow = TestedRow & { readonly topic_id: string };

interface Look {
  readonly asked: string;
  readonly looked: string;
  readonly edge: string | null;
  readonly reached: Date | null;
  readonly topic_id: string | null;
  readonly bytes: number | null;
}

function lower(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

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
  readonly #test: ReturnType<typeof makeEventTest> | undefined;
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

  /** The next row that fits; undefined when the log ends or `mayGoOn` says no between two looks. */
  async next(mayGoOn: () => boolean): Promise<ScannedRow | undefined> {
    for (;;) {
      const first = this.#firstWaiting();
      const open = this.#lanes.filter((lane) => !lane.isDone && lane.waiting.length === 0);
      const inTheWay = open.filter((lane) => first === undefined || !this.#isPast(lane, first));
      if (inTheWay.length === 0) {
        first?.waiting.shift();
        return first === undefined ? undefined : this.#taken;
      }
      if (!mayGoOn()) return undefined;
      await this.#look(inTheWay);
    }
  }

  #taken: ScannedRow | undefined;

  /** The lane whose next row comes first. */
  #firstWaiting(): Lane | undefined {
    let best: Lane | undefined;
    for (const lane of this.#lanes) {
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

  async #look(lanes: readonly Lane[]): Promise<void> {
    const isOlder = this.#options.direction === "older";
    const values: unknown[] = [];
    const bind = makeBind(values);
    const perLane = Math.max(Math.min(50, this.#batch), Math.ceil(this.#batch / lanes.length));
    const fits = eventFilterSql(this.#filter, this.#workspaceId, bind);
    const { correlationId } = this.#filter;
    // What has an index need not be looked for one by one.
    const only = correlationId === undefined ? "" : `AND correlation_id = ${bind(correlationId)}`;
    const [compare, order, last] = isOlder ? ["<", "DESC", "min"] : [">", "ASC", "max"];
    const ids = bind(lanes.map(({ topicId }) => topicId));
    const edges = bind(lanes.map(({ edge }) => edge));
    const ends = bind(lanes.map(({ end }) => end ?? null));
    const columns = this.#test === undefined ? "" : `, ${testedColumns}`;
    const { rows } = await this.#deps.pool.query<ScannedRow & Look>(
      `SELECT lane.id AS asked, seen.looked, seen.edge, seen.reached, found.*
       FROM unnest(${ids}::uuid[], ${edges}::bigint[], ${ends}::bigint[]) AS lane(id, edge, stop)
       JOIN topic t ON t.id = lane.id
       CROSS JOIN LATERAL (
         SELECT count(*) AS looked, ${last}("offset") AS edge, ${last}(received_at) AS reached FROM (
           SELECT "offset", received_at FROM event
           WHERE topic_id = lane.id AND "offset" ${compare} lane.edge
             AND (lane.stop IS NULL OR "offset" ${isOlder ? ">" : "<="} lane.stop) ${only}
           ORDER BY "offset" ${order} LIMIT ${bind(perLane)}
         ) looked
       ) seen
       LEFT JOIN LATERAL (
         SELECT ${eventRowColumns}${columns}${this.#options.columns ?? ""} FROM event e
         WHERE e.topic_id = lane.id AND e."offset" ${compare} lane.edge
           AND e."offset" ${isOlder ? ">=" : "<="} seen.edge AND ${fits}
         ORDER BY e."offset" ${order}
       ) found ON true`,
      values,
    );
    await this.#take(lanes, rows, perLane);
    this.#batch = Math.min(this.#most(rows), this.#batch * 4);
  }

  /** How many events the next statement may look at, by what the payloads of this one weighed. */
  #most(rows: readonly Look[]): number {
    if (this.#test === undefined && this.#options.columns === undefined) return BATCH;
    const found = rows.filter((row) => row.topic_id !== null);
    const bytes = found.reduce((sum, row) => sum + (row.bytes ?? 0), 0);
    const mean = Math.max(1, bytes / Math.max(1, found.length));
    return Math.max(1, Math.min(TESTED_BATCH, Math.floor(BATCH_BYTES / mean)));
  }

  async #take(lanes: readonly Lane[], rows: readonly (ScannedRow & Look)[], asked: number): Promise<void> {
    const byId = new Map(lanes.map((lane) => [lane.topicId, lane]));
    const told = new Set<string>();
    for (const [index, row] of rows.entries()) {
      if (this.#test !== undefined && index % TURN === TURN - 1) await nextTurn();
      const lane = byId.get(row.asked);
      if (lane === undefined) continue;
      if (!told.has(row.asked)) {
        told.add(row.asked);
        const looked = Number(row.looked);
        this.scanned += looked;
        if (row.edge !== null) lane.edge = Number(row.edge);
        lane.reached = row.reached?.getTime() ?? lane.reached;
        lane.isDone = looked < asked;
      }
      if (row.topic_id !== null && this.#fits(row)) lane.waiting.push(row);
    }
    // A topic that was deleted meanwhile has nothing more.
    for (const lane of lanes) if (!told.has(lane.topicId)) lane.isDone = true;
  }

  #fits(row: ScannedRow): boolean {
    const result = this.#test?.(row) ?? true;
    if (typeof result === "boolean") return result;
    this.passedOver += 1;
    this.whyPassedOver = result.passedOver;
    return false;
  }
}
