import type { ShownStatus } from "@/flow/delivery/delivery-status";
import type { StepTrace } from "@/flow/delivery/delivery-trace";
import type { ConsumerActivity, NextRetry, StepWait, TopicActivity } from "@/server/live/flow-activity";

/** What the canvas knows about a running flow. Everything here was measured; what is unknown is absent. */

export interface LiveConsumer {
  /** Deliveries that ended in the last hour; of dead letters, all that are still there. */
  readonly ok: number;
  readonly failed: number;
  readonly filtered: number;
  /** Events not yet finished, over all topics of the consumer. */
  readonly waiting: number;
  readonly oldestWaitingAt: Date | undefined;
  readonly held: number;
  readonly retrying: number;
  readonly isPaused: boolean;
  /** It takes nothing new; so many deliveries are still open. */
  readonly isDraining: boolean;
  readonly stillOpen: number;
  /** Of the held ones: those that wait behind a dead letter of their key. */
  readonly parked: number;
  /** It stopped by itself at a dead letter, of this topic. */
  readonly stop: (NonNullable<ConsumerActivity["stop"]> & { readonly topic: string }) | undefined;
  /** Its limit lets nothing through until then. */
  readonly limitedUntil: Date | undefined;
  /** A destination is down: the consumer is held until a try shows that it is back. */
  readonly breaker: ConsumerActivity["breaker"];
  /** What each step did with the newest event, by step id. */
  readonly lastSteps: ReadonlyMap<string, StepTrace["outcome"]>;
  /** What is tried again next. */
  readonly nextRetry: NextRetry | undefined;
  /** What waits at a step for its time, by step id. */
  readonly waits: ReadonlyMap<string, StepWait>;
}

export interface LiveTopic {
  readonly pause: TopicActivity["pause"];
  readonly perSecond: number;
  readonly head: number;
  readonly lastEventAt: Date | undefined;
}

/** Along one wire. */
export interface LiveWire {
  /** Events of the last minute, per second. */
  readonly perSecond: number;
  readonly lastEventAt: Date | undefined;
  /** Only on wires into consumers. */
  readonly waiting: number;
  readonly oldestWaitingAt: Date | undefined;
  readonly retrying: number;
}

/** One event on its way along one wire. */
export interface LiveDot {
  readonly id: string;
  /** As `wiresOf` names them: `send:<producer>`, `when:<consumer>:<topic>`, `publish:<step>`. */
  readonly wireId: string;
  readonly kind: "live" | "test" | "replayed";
  readonly hasFailed: boolean;
  readonly topic: string;
  readonly offset: number;
  /** What a hover shows: the key, or else the start of the id. */
  readonly key: string;
  readonly at: Date;
}

/** A row of the drawer's list of last events. */
export interface LiveRow {
  readonly topic: string;
  readonly offset: number;
  readonly at: Date;
  /** A few words of the payload: "Ana". */
  readonly excerpt: string;
  readonly isTest: boolean;
  readonly deliveries: readonly {
    /** Another flow may have a consumer of the same id, and a replay delivers the same event again. */
    readonly id: string;
    readonly consumerId: string;
    /** Name of the consumer, or of its only step. */
    readonly label: string;
    readonly status: ShownStatus;
    readonly durationMs: number | undefined;
  }[];
}

export interface LiveSnapshot {
  /** `stopped` since when: numbers turn grey and nothing is invented. */
  readonly connection:
    | { readonly kind: "off" }
    | { readonly kind: "connecting" }
    | { readonly kind: "live" }
    | { readonly kind: "stopped"; readonly since: Date };
  readonly consumers: ReadonlyMap<string, LiveConsumer>;
  readonly topics: ReadonlyMap<string, LiveTopic>;
  /** By wire id, as `wiresOf` names them. */
  readonly wires: ReadonlyMap<string, LiveWire>;
  /** Newest first. */
  readonly rows: readonly LiveRow[];
}

/** A source of live data that React can subscribe to; numbers change at most once a second. */
export interface LiveFlow {
  getSnapshot(): LiveSnapshot;
  subscribe(onChange: () => void): () => void;
  /** Dots come as they happen, not with the snapshot: they must not render the cards again. */
  subscribeDots(onDot: (dot: LiveDot) => void): () => void;
}

const nothing: LiveSnapshot = {
  connection: { kind: "off" },
  consumers: new Map(),
  topics: new Map(),
  wires: new Map(),
  rows: [],
};

/** A flow that does not run yet: no numbers, no dots. */
export const noLiveFlow: LiveFlow = {
  getSnapshot: () => nothing,
  subscribe: () => () => undefined,
  subscribeDots: () => () => undefined,
};
