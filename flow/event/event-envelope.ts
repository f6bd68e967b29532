/**
 * What Millrace keeps of an event besides its payload bytes: CloudEvents 1.0 attributes, the
 * position in the log, and the chain of causes.
 */
export interface EventEnvelope {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string | undefined;
  /** The producer's time, RFC 3339; when the event came without one, the time it was received. */
  readonly time: string;
  readonly topic: string;
  /** Gapless position in its topic, from 1. */
  readonly offset: number;
  readonly contentType: string;
  readonly dataSchema?: string | undefined;
  /** Partition key: events with the same key stay in order for consumers that ask for it. */
  readonly key?: string | undefined;
  readonly correlationId: string;
  /** Id of the event that caused this one; absent at the start of a conversation. */
  readonly causationId?: string | undefined;
  /** Number of events before this one along causation. */
  readonly hops: number;
  readonly traceParent?: string | undefined;
  readonly replayId?: string | undefined;
  readonly isTest: boolean;
  /** Other CloudEvents extension attributes, untouched. */
  readonly extensions: Readonly<Record<string, string | number | boolean>>;
}

/** An event about to be appended: validated, payload verbatim. */
export interface EventDraft {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string | undefined;
  readonly time?: string | undefined;
  readonly contentType: string;
  readonly dataSchema?: string | undefined;
  /** The very bytes received. */
  readonly data: Uint8Array;
  readonly key?: string | undefined;
  /** Absent: the event starts a conversation and its own id is used. */
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly hops?: number | undefined;
  readonly traceParent?: string | undefined;
  readonly replayId?: string | undefined;
  readonly isTest?: boolean | undefined;
  readonly extensions?: Readonly<Record<string, string | number | boolean>> | undefined;
}
