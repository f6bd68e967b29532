import type { FlowDocument } from "@/flow/document/flow-document";
import { wiresOf } from "@/flow/graph/wires";
import type { NodeLookup } from "@/flow/node/node-lookup";
import type { DeliveryChip, EventRow } from "@/server/events/event-row";
import type { FlowActivity, StepWait } from "@/server/live/flow-activity";
import type { TailPosition } from "@/server/live/watch-topics";
import { consumerTitle } from "./consumer-title";
import type { LiveConsumer, LiveDot, LiveFlow, LiveRow, LiveSnapshot, LiveWire } from "./live-flow";
import { noLiveFlow } from "./live-flow";
import { payloadWords } from "./payload-words";

/** Rows that the drawer keeps. */
const maxRows = 200;
/** A dot reaches the topic before the next ones leave it. */
const travelMs = 700;
const minutes = 60;

/** A few words of a payload: its first values. */
function excerptOf(preview: string): string {
  const words = payloadWords(preview);
  return words.kind === "text"
    ? words.text.slice(0, 80)
    : words.fields
        .slice(0, 3)
        .map(({ value }) => value)
        .join(" · ");
}

const stillWire = { perSecond: 0, waiting: 0, oldestWaitingAt: undefined, retrying: 0 } as const;

/** Collects what the server tells about a deployed flow, for canvas and drawer. */
export class TailedFlow implements LiveFlow {
  readonly #nodes: NodeLookup;
  readonly #document: FlowDocument;
  readonly #listeners = new Set<() => void>();
  readonly #dotListeners = new Set<(dot: LiveDot) => void>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  /** Where the events stand that it was told of, as the stream names it: whoever asks again goes on from there. */
  position: string | undefined;
  #snapshot: LiveSnapshot = { ...noLiveFlow.getSnapshot(), connection: { kind: "connecting" } };

  constructor(document: FlowDocument, nodes: NodeLookup, heads?: TailPosition) {
    this.#document = document;
    this.#nodes = nodes;
    this.position = heads && JSON.stringify(heads);
  }

  readonly getSnapshot = (): LiveSnapshot => this.#snapshot;

  readonly subscribe = (onChange: () => void): (() => void) => {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  };

  readonly subscribeDots = (onDot: (dot: LiveDot) => void): (() => void) => {
    this.#dotListeners.add(onDot);
    return () => this.#dotListeners.delete(onDot);
  };

  /** Ends what is still on its way. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #set(patch: Partial<LiveSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...patch };
    for (const listener of this.#listeners) listener();
  }

  /** The connection came up, or broke at this time. */
  connected(since: Date | undefined): void {
    const { connection } = this.#snapshot;
    if (since === undefined) {
      if (connection.kind !== "live") this.#set({ connection: { kind: "live" } });
    } else if (connection.kind !== "stopped") this.#set({ connection: { kind: "stopped", since } });
  }

  /** New figures of all consumers and topics. */
  activity({ consumers, topics }: FlowActivity): void {
    const byConsumer = new Map<string, LiveConsumer>();
    const wires = new Map<string, LiveWire>();
    const topicOf = new Map(topics.map((topic) => [topic.topic, topic]));
    for (const row of consumers) {
      const before = byConsumer.get(row.consumerId);
      const oldest = [before?.oldestWaitingAt, row.oldestWaitingAt].filter((at) => at instanceof Date);
      byConsumer.set(row.consumerId, {
        ok: (before?.ok ?? 0) + row.succeeded,
        failed: (before?.failed ?? 0) + row.dead,
        filtered: (before?.filtered ?? 0) + row.filtered,
        waiting: (before?.waiting ?? 0) + row.waiting,
        oldestWaitingAt: oldest.sort((a, b) => a.getTime() - b.getTime())[0],
        held: (before?.held ?? 0) + row.held,
        retrying: (before?.retrying ?? 0) + row.retrying,
        isPaused: row.state === "paused",
        isDraining: before?.isDraining === true || row.state === "draining",
        stillOpen: (before?.stillOpen ?? 0) + row.stillOpen,
        parked: (before?.parked ?? 0) + row.parked,
        stop: before?.stop ?? (row.stop === null ? undefined : { ...row.stop, topic: row.topic }),
        limitedUntil: before?.limitedUntil ?? row.limitedUntil ?? undefined,
        breaker: before?.breaker ?? row.breaker,
        // Of a consumer with several topics: of the one that something was delivered from.
        lastSteps: new Map([
          ...(before?.lastSteps ?? []),
          ...row.lastSteps.map(({ stepId, outcome }) => [stepId, outcome] as const),
        ]),
        nextRetry: before?.nextRetry ?? row.nextRetry ?? undefined,
        waits: withWaits(before?.waits, row.waits),
      });
      const topic = topicOf.get(row.topic);
      wires.set(`when:${row.consumerId}:${row.topic}`, {
        perSecond: (topic?.lastMinute ?? 0) / minutes,
        lastEventAt: topic?.lastEventAt ?? undefined,
        waiting: row.waiting,
        oldestWaitingAt: row.oldestWaitingAt ?? undefined,
        retrying: row.retrying,
      });
    }
    this.#set({
      connection: { kind: "live" },
      consumers: byConsumer,
      wires: new Map([...this.#snapshot.wires, ...wires]),
      topics: new Map(
        topics.map(({ topic, pause, lastMinute, head, lastEventAt }) => [
          topic,
          { pause, perSecond: lastMinute / minutes, head, lastEventAt: lastEventAt ?? undefined },
        ]),
      ),
    });
  }

  /** Events that were just stored, oldest first. */
  events(rows: readonly EventRow[]): void {
    const added = rows.map(
      (row): LiveRow => ({
        topic: row.topic,
        offset: row.offset,
        at: row.receivedAt,
        excerpt: excerptOf(row.preview),
        isTest: row.isTest,
        deliveries: [],
      }),
    );
    const wires = new Map(this.#snapshot.wires);
    for (const row of rows) {
      const first = this.#run(row);
      // How many come this way is not measured; that one just did was seen.
      if (first !== undefined) wires.set(first, { ...stillWire, lastEventAt: row.receivedAt });
    }
    this.#set({ rows: [...added.reverse(), ...this.#snapshot.rows].slice(0, maxRows), wires });
  }

  /** Sends the dots of one event: into its topic, and from there to its consumers. Returns the wire it came by, if it is known. */
  #run(row: EventRow): string | undefined {
    const wires = wiresOf(this.#document, this.#nodes).filter(({ topic }) => topic === row.topic);
    const kind = row.isTest ? "test" : row.replayId === null ? "live" : "replayed";
    const into = wires.filter((wire) => wire.kind === (row.causationId === null ? "send" : "publish"));
    // Where several lead into the topic, the event's source names the one it came from.
    const came = into.find(
      (wire) =>
        (wire.kind === "send" && row.source.includes(wire.producerId)) ||
        (wire.kind === "publish" && row.source.includes(wire.consumerId)),
    );
    const first = came ?? (into.length === 1 ? into[0] : undefined);
    const dot = (wireId: string): LiveDot => ({
      id: `${wireId} ${row.topic} ${row.offset}`,
      wireId,
      kind,
      hasFailed: false,
      topic: row.topic,
      offset: row.offset,
      key: row.key ?? row.id.slice(0, 8),
      at: row.receivedAt,
    });
    if (first) this.#emit(dot(first.id));
    const leave = () => {
      for (const wire of wires) if (wire.kind === "when") this.#emit(dot(wire.id));
    };
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        leave();
      },
      first ? travelMs : 0,
    );
    this.#timers.add(timer);
    return first?.id;
  }

  #emit(dot: LiveDot): void {
    for (const listener of this.#dotListeners) listener(dot);
  }

  /** What became of the events in the drawer. */
  outcomes(chips: readonly DeliveryChip[], topicNames: ReadonlyMap<string, string>): void {
    const rows = this.#snapshot.rows.map((row): LiveRow => {
      const own = chips.filter(
        (chip) => chip.offset === row.offset && topicNames.get(chip.topicId) === row.topic,
      );
      if (own.length === 0) return row;
      return {
        ...row,
        deliveries: own.map((chip) => ({
          id: `${chip.subscriptionId}:${chip.run}`,
          consumerId: chip.consumerId,
          label: consumerTitle(chip, own),
          status: chip.status,
          durationMs: chip.durationMs ?? undefined,
        })),
      };
    });
    this.#set({ rows });
  }
}

/** Of a consumer with several topics: what waits of each of them. */
function withWaits(known: ReadonlyMap<string, StepWait> | undefined, more: readonly StepWait[]) {
  const waits = new Map(known);
  for (const wait of more) {
    const before = waits.get(wait.stepId);
    waits.set(
      wait.stepId,
      before === undefined
        ? wait
        : {
            ...wait,
            count: before.count + wait.count,
            isMore: before.isMore || wait.isMore,
            nextAt: new Date(Math.min(before.nextAt.getTime(), wait.nextAt.getTime())),
          },
    );
  }
  return waits;
}
