import { setImmediate as nextTurn } from "node:timers/promises";
import type { Deps } from "../deps";
import type { StoredEventRow } from "../log/read";
import type { EventFilter } from "./event-filter";
import { eventRowColumns } from "./event-row";
import { type EventTest, makeEventTest } from "./event-test";
import { LogLook, type LookedAt } from "./log-look";
import { findBounds, type LogPosition } from "./scan-position";

/** Events that one statement looks at where the database tests them, and where their payloads come to us. */
const BATCH = 10_000;
const TESTED_BATCH = 5_000;
/** No more payload comes with one statement, but for one event of each topic that it looks at. */
const BATCH_BYTES = 16_000_000;
/** Topics that such a statement looks at. */
const TESTED_LANES = 8;
/** At most so many times more offsets than events. */
const MAX_STRETCH = 64;
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
  /** How many times more offsets than events a look goes over: where most were deleted, it must not take for ever. */
  stretch: number;
  isDone: boolean;
}

/** A row with `eventRowColumns`, and what else was asked for. */
export type ScannedRow = Omit<
  StoredEventRow,
  "data" | "data_schema" | "hops" | "trace_parent" | "extensions"
> & { readonly topic: string; readonly topic_id: string };

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
  readonly #filter: EventFilter;
  readonly #options: ScanOptions;
  readonly #lanes: Lane[];
  readonly #test: EventTest | undefined;
  readonly #asks: LogLook;
  /** What expressions see as the time: the same for all events. */
  readonly #now = new Date();
  #batch: number;

  private constructor(
    deps: Deps,
    workspaceId: string,
    filter: EventFilter,
    options: ScanOptions,
    lanes: Lane[],
  ) {
    this.#deps = deps;
    this.#filter = filter;
    this.#options = options;
    this.#lanes = lanes;
    this.#test = filter.where === undefined ? undefined : makeEventTest(filter.where);
    this.#asks = new LogLook(deps.pool, workspaceId, filter, options.direction);
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
      return { topicId, edge, end, waiting: [], reached: undefined, stretch: 1, isDone: false };
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
    // Payloads that come to us are bounded by their bytes; those that the database looks at stay there.
    const isHeavy = this.#test !== undefined || this.#options.columns !== undefined;
    const lanes = isHeavy ? blocked.slice(0, TESTED_LANES) : blocked;
    const least = isHeavy ? 1 : Math.min(50, this.#batch);
    const perLane = Math.max(least, Math.ceil(this.#batch / lanes.length));
    const size = { perLane, bytes: isHeavy ? Math.floor(BATCH_BYTES / lanes.length) : undefined };
    const parts = lanes.map(({ topicId, edge, end, stretch }) => ({
      topicId,
      edge,
      end,
      span: perLane * stretch,
    }));
    const columns = this.#test === undefined ? this.#columns : undefined;
    const rows = await this.#asks.at<ScannedRow>(parts, size, columns);
    const byLane = new Map<string, (LookedAt & ScannedRow)[]>(lanes.map(({ topicId }) => [topicId, []]));
    for (const row of rows) byLane.get(row.asked)?.push(row);
    for (const lane of lanes) await this.#take(lane, byLane.get(lane.topicId) ?? [], perLane, mayGoOn);
    this.#batch = Math.min(isHeavy ? TESTED_BATCH : BATCH, this.#batch * 4);
  }

  get #columns(): string {
    return `${eventRowColumns}${this.#options.columns ?? ""}`;
  }

  async #take(
    lane: Lane,
    rows: readonly (LookedAt & ScannedRow)[],
    asked: number,
    mayGoOn: () => boolean,
  ): Promise<void> {
    const [first] = rows;
    // A topic that was deleted meanwhile has nothing more.
    if (first === undefined) {
      lane.isDone = true;
      return;
    }
    const there = Number(first.there);
    const edge = first.edge === null ? undefined : Number(first.edge);
    if (this.#test === undefined) lane.waiting = rows.filter((row) => row.topic_id !== null);
    else if (edge !== undefined && !(await this.#testAll(this.#test, lane, edge, mayGoOn))) return;
    this.scanned += Number(first.looked);
    lane.edge = edge ?? lane.edge;
    lane.reached = first.reached?.getTime() ?? lane.reached;
    lane.stretch = there * 4 < asked ? Math.min(lane.stretch * 8, MAX_STRETCH) : 1;
    lane.isDone = first.looked === first.there && this.#isAtEnd(lane, there, asked, Number(first.head));
  }

  /** Whether a topic has nothing behind the part that was looked at; when it does not know, the next look will. */
  #isAtEnd({ edge, end }: Lane, there: number, asked: number, head: number): boolean {
    if (there === 0) return true;
    // By a conversation it does not go from offset to offset.
    if (this.#filter.correlationId !== undefined) return there < asked;
    return this.#options.direction === "older" ? edge - 1 <= (end ?? 0) : edge >= Math.min(end ?? head, head);
  }

  /** Whether there was time for all of them; else the lane ends at the last one that was tested. */
  async #testAll(test: EventTest, lane: Lane, to: number, mayGoOn: () => boolean): Promise<boolean> {
    const begin = lane.edge;
    const isOlder = this.#options.direction === "older";
    const rows = await this.#asks.tested(lane.topicId, isOlder ? begin - 1 : begin + 1, to, test);
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
      const result = test.fits(row, this.#now);
      if (result === true) fitting.push(row.offset);
      else if (result !== false) {
        this.passedOver += 1;
        this.whyPassedOver = result.passedOver;
      }
      lane.edge = Number(row.offset);
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
