import type { RouterInputs } from "@/app/_trpc/router-types";
import type { EventRow } from "@/server/events/event-row";
import type { EventScan } from "@/server/events/scan-events";
import type { TailMessage } from "@/server/live/watch-topics";
import { eventKey } from "../event-key";
import type { EventPlace, EventQuery } from "./event-query";

/** What a viewer keeps in memory; what falls off the end can be loaded again. */
const MAX_KEPT = 1_000;
const PAGE = 50;
/** Around a place: so many newer ones, so that the place itself is in sight. */
const NEWER = 6;
/** So far a search goes before it asks. */
const BUDGET = 120_000;

type Direction = "older" | "newer";

/** Asks the server for a part of the log. */
type Ask = (
  input: RouterInputs["events"]["scan"],
  options: { readonly signal: AbortSignal },
) => Promise<EventScan>;

/** A search through the log that goes on or rests. */
export interface ScanProgress {
  readonly direction: Direction;
  /** `resting`: it has looked at so much that it asks before it goes on. */
  readonly state: "going" | "resting" | "cancelled" | "done";
  readonly scanned: number;
  readonly matched: number;
  readonly passedOver: number;
  readonly whyPassedOver: string | undefined;
  /** How far it has come. */
  readonly reached: Date | undefined;
}

export interface FeedSnapshot {
  /** Newest first; undefined until the first page came. */
  readonly rows: readonly EventRow[] | undefined;
  readonly hasOlder: boolean;
  /** The list does not reach up to the newest event. */
  readonly hasNewer: boolean;
  /** The last search. */
  readonly progress: ScanProgress | undefined;
  readonly error: Error | undefined;
  readonly isFollowing: boolean;
  /** How many came since the page was opened, shown or not. */
  readonly received: number;
  /** How many of them came while nothing was added to the list. */
  readonly waiting: number;
  /** One of so many is shown of what comes. */
  readonly oneOf: number;
  /** Of so many of what came could not be said whether they fit. */
  readonly passedOver: number;
  /** So many came while the connection was lost, and were never shown. */
  readonly skipped: number;
  /** From here on nothing that arrives is missed. */
  readonly isConnected: boolean;
  /** When the connection was lost; undefined while it is there. */
  readonly lostAt: Date | undefined;
}

const nothing: FeedSnapshot = {
  rows: undefined,
  hasOlder: false,
  hasNewer: false,
  progress: undefined,
  error: undefined,
  isFollowing: true,
  received: 0,
  waiting: 0,
  oneOf: 1,
  passedOver: 0,
  skipped: 0,
  isConnected: false,
  lostAt: undefined,
};

const noProgress = { scanned: 0, matched: 0, passedOver: 0, whyPassedOver: undefined, reached: undefined };

type At =
  | { readonly position: Readonly<Record<string, number>> }
  | { readonly seek: "newest" | "oldest" | { time: Date } | { topic: string; offset: number } };

function seekOf(place: EventPlace | undefined): At {
  if (place === undefined) return { seek: "newest" };
  if (place.kind === "oldest") return { seek: "oldest" };
  return {
    seek: place.kind === "time" ? { time: place.time } : { topic: place.topic, offset: place.offset },
  };
}

/** Newest first; what is already there is not added again. */
function joined(newer: readonly EventRow[], older: readonly EventRow[]): readonly EventRow[] {
  const known = new Set(older.map(eventKey));
  return [...newer.filter((row) => !known.has(eventKey(row))), ...older];
}

/** The events of one query, from one place of the log on: pages as they are asked for, and new events as they arrive. */
export class EventFeed {
  readonly #ask: Ask;
  readonly #workspace: string;
  readonly #query: EventQuery;
  readonly #place: EventPlace | undefined;
  readonly #listeners = new Set<() => void>();
  #snapshot: FeedSnapshot;
  /** Newest first, since the first page was asked for: its answer may be older than these. */
  #arrived: readonly EventRow[] = [];
  #older: At | undefined;
  #newer: At | undefined;
  /** How far the log went when its newest part was read. */
  #seen: Readonly<Record<string, number>> = {};
  #ends = new AbortController();

  constructor(ask: Ask, workspace: string, query: EventQuery, place: EventPlace | undefined) {
    this.#ask = ask;
    this.#workspace = workspace;
    this.#query = query;
    this.#place = place;
    this.#snapshot = { ...nothing, isFollowing: place === undefined };
  }

  readonly getSnapshot = (): FeedSnapshot => this.#snapshot;

  readonly subscribe = (onChange: () => void): (() => void) => {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  };

  #set(patch: Partial<FeedSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...patch };
    for (const listener of this.#listeners) listener();
  }

  /** Reads the first page, again when it was read before. */
  readonly start = (): void => {
    const { signal } = this.#begin();
    this.#arrived = [];
    this.#older = undefined;
    this.#newer = undefined;
    this.#set({ waiting: 0, error: undefined, hasOlder: false, hasNewer: false });
    this.#readFirst(signal).catch((cause: unknown) => this.#failed(cause, signal));
  };

  readonly stop = (): void => this.#ends.abort();

  readonly older = (): void => this.#page("older", this.#older);
  readonly newer = (): void => this.#page("newer", this.#newer);

  /** Ends a search; what it has found stays, and it can go on. */
  readonly cancel = (): void => {
    const { progress } = this.#snapshot;
    if (progress?.state !== "going") return;
    this.#ends.abort();
    this.#set({ progress: { ...progress, state: "cancelled" }, rows: this.#snapshot.rows ?? [] });
  };

  /** Goes on where a search rests or was cancelled. */
  readonly goOn = (): void => {
    const { progress } = this.#snapshot;
    if (progress === undefined) return;
    const at = progress.direction === "older" ? this.#older : this.#newer;
    if (at === undefined) this.start();
    else this.#page(progress.direction, at, progress);
  };

  /**
   * Reads the newest ones again: of what changes after it was stored. Only the part of the log that this looks at is
   * replaced; what an earlier search found further back stays. Of a list that does not follow nothing is replaced;
   * what is new to it is counted.
   * @returns false when this is not the moment: the list is not there yet, or a search goes on
   */
  async refresh(): Promise<boolean> {
    const { rows, progress } = this.#snapshot;
    if (rows === undefined || progress?.state === "going") {
      this.#set({ isConnected: true });
      return false;
    }
    const { signal } = this.#ends;
    const found = await this.#ask({ workspace: this.#workspace, ...this.#query, limit: PAGE }, { signal });
    if (signal.aborted) return false;
    const { rows: shown = [], isFollowing, received } = this.#snapshot;
    const known = new Set(shown.map(eventKey));
    const fresh = found.rows.filter((row) => !known.has(eventKey(row))).length;
    this.#set({ isConnected: true, lostAt: undefined });
    if (!isFollowing) {
      if (this.#place === undefined) this.#set({ waiting: fresh });
      return true;
    }
    const seen = this.#seen;
    // So much came since the last time that something between may have been missed.
    if (Object.entries(found.position).some(([topicId, at]) => at > (seen[topicId] ?? 0))) this.start();
    else {
      this.#seen = found.start;
      const isFurtherBack = (row: EventRow) => row.offset <= (found.position[row.topicId] ?? 0);
      this.#show([...found.rows, ...shown.filter(isFurtherBack)], { received: received + fresh });
    }
    return true;
  }

  /** Nothing is added to the list any more; what comes is counted. A list that was sampled is read in full. */
  readonly pause = (): void => {
    const { isFollowing, oneOf } = this.#snapshot;
    if (!isFollowing) return;
    this.#set({ isFollowing: false, waiting: 0 });
    if (oneOf > 1) this.start();
  };

  /** Begins at the newest event, and adds to the list what comes. */
  readonly follow = (): void => {
    this.#set({ isFollowing: true });
    this.start();
  };

  lost(): void {
    this.#set({ lostAt: this.#snapshot.lostAt ?? new Date() });
  }

  connected(): void {
    if (this.#snapshot.lostAt !== undefined) this.#set({ lostAt: undefined });
  }

  /** News of the log. */
  arrived({ isStart, rows, count, oneOf, passedOver, skipped }: TailMessage): void {
    const { received, waiting, isFollowing, rows: shown } = this.#snapshot;
    // From here on nothing is missed, so what is stored is read from here.
    if (isStart) {
      this.#set({ isConnected: true, lostAt: undefined, skipped, received: received + skipped });
      if (isFollowing) this.start();
      return;
    }
    const known = {
      lostAt: undefined,
      received: received + count,
      oneOf,
      passedOver: this.#snapshot.passedOver + passedOver,
    };
    if (!isFollowing) {
      this.#set({ ...known, waiting: waiting + count });
      return;
    }
    const newer = [...rows].reverse();
    this.#arrived = joined(newer, this.#arrived).slice(0, MAX_KEPT);
    if (shown === undefined) {
      this.#set(known);
      return;
    }
    this.#show(joined(newer, shown), known);
  }

  /** Shows rows; what falls off the end is loaded again when it is asked for. */
  #show(rows: readonly EventRow[], more: Partial<FeedSnapshot>): void {
    const isCut = rows.length > MAX_KEPT;
    if (isCut) this.#goOnBelow(rows[MAX_KEPT - 1]);
    this.#set({ ...more, rows: rows.slice(0, MAX_KEPT), hasOlder: this.#snapshot.hasOlder || isCut });
  }

  #goOnBelow(row: EventRow | undefined): void {
    if (row !== undefined) this.#older = { seek: { topic: row.topic, offset: row.offset } };
  }

  #begin(): AbortController {
    this.#ends.abort();
    this.#ends = new AbortController();
    return this.#ends;
  }

  #failed(cause: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#set({ error: cause instanceof Error ? cause : new Error(String(cause)), progress: undefined });
  }

  #page(direction: Direction, at: At | undefined, before?: ScanProgress): void {
    if (at === undefined || this.#snapshot.progress?.state === "going") return;
    const { signal } = this.#begin();
    this.#set({ error: undefined });
    this.#search(direction, at, PAGE, signal, { before }).catch((cause: unknown) =>
      this.#failed(cause, signal),
    );
  }

  async #readFirst(signal: AbortSignal): Promise<void> {
    const at = seekOf(this.#place);
    if (this.#place === undefined || this.#snapshot.isFollowing) {
      await this.#search("older", { seek: "newest" }, PAGE, signal, { isFirst: true });
    } else if (this.#place.kind === "oldest")
      await this.#search("newer", at, PAGE, signal, { isFirst: true });
    else {
      const start = await this.#search("older", at, PAGE, signal, { isFirst: true });
      if (start !== undefined && !signal.aborted) {
        await this.#search("newer", { position: start }, NEWER, signal);
      }
    }
  }

  /**
   * Looks until `wanted` are found, the log ends or the budget is spent.
   * @returns where the first look began; undefined when it was ended before that
   */
  async #search(
    direction: Direction,
    from: At,
    wanted: number,
    signal: AbortSignal,
    { isFirst = false, before }: { isFirst?: boolean; before?: ScanProgress | undefined } = {},
  ): Promise<EventScan["start"] | undefined> {
    let at = from;
    let start: EventScan["start"] | undefined;
    let progress: ScanProgress = { ...(before ?? noProgress), direction, state: "going" };
    this.#set({ progress });
    for (let [looked, matched] = [0, 0]; ; ) {
      const input = { workspace: this.#workspace, ...this.#query, direction, at, limit: wanted - matched };
      const found = await this.#ask(input, { signal });
      if (signal.aborted) return undefined;
      this.#addFound(direction, found, !isFirst || start !== undefined);
      start ??= found.start;
      at = { position: found.position };
      looked += found.scanned;
      matched += found.rows.length;
      const isEnough = found.isDone || matched >= wanted;
      progress = {
        direction,
        state: isEnough ? "done" : looked >= BUDGET ? "resting" : "going",
        scanned: progress.scanned + found.scanned,
        matched: progress.matched + found.rows.length,
        passedOver: progress.passedOver + found.passedOver,
        whyPassedOver: found.whyPassedOver ?? progress.whyPassedOver,
        reached: found.reached ?? progress.reached,
      };
      this.#set({ progress });
      if (progress.state !== "going") return start;
    }
  }

  #addFound(direction: Direction, { rows, position, start, isDone }: EventScan, hasRows: boolean): void {
    const before = hasRows ? (this.#snapshot.rows ?? []) : this.#arrived;
    if (direction === "older") {
      const known = new Set(before.map(eventKey));
      this.#older = { position };
      const isAtNewest = this.#place === undefined || this.#snapshot.isFollowing;
      if (!hasRows) this.#seen = start;
      if (!hasRows && !isAtNewest) this.#newer = { position: start };
      this.#set({
        rows: [...before, ...rows.filter((row) => !known.has(eventKey(row)))],
        hasOlder: !isDone,
        ...(!hasRows && { hasNewer: !isAtNewest }),
      });
      return;
    }
    this.#newer = { position };
    this.#set({ rows: joined([...rows].reverse(), before), hasNewer: !isDone });
  }
}
