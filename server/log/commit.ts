import type { Checkpoint } from "@/flow/delivery/checkpoint";
import type { DeliveryStatus } from "@/flow/delivery/delivery-status";
import type { AttemptTrace } from "@/flow/delivery/delivery-trace";
import type { EventDraft } from "@/flow/event/event-envelope";
import { encodeItems } from "./encode-items";
import type { Queryable } from "./queryable";

/** What became of one delivery in this attempt. */
export interface DeliveryResult {
  readonly deliveryId: string;
  readonly offset: number;
  /** It has a row already. */
  readonly isKnown: boolean;
  readonly status: DeliveryStatus;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly stepId?: string | undefined;
  /** Absent with the trace: the event is gone, and the delivery keeps what it has. */
  readonly attempts?: number | undefined;
  /** When it is tried again, from now; only for `retrying` and `held`. */
  readonly dueMs?: number | undefined;
  /** `dueMs` counts from when the batch was taken, not from the commit. */
  readonly isDueFromTake?: boolean | undefined;
  /** It stays in its batch, which waits until it is due: ordered lanes. */
  readonly isKept?: boolean | undefined;
  readonly durationMicros: number;
  readonly trace?: readonly AttemptTrace[] | undefined;
  readonly checkpoint?: Checkpoint | undefined;
  readonly published: readonly { readonly topicId: string; readonly draft: EventDraft }[];
}

/** A number to add, with the version of the row that was read; 0: there was none. */
export interface StateChange {
  /** `live`, or a replay's id. */
  readonly namespace: string;
  readonly store: string;
  readonly key: string;
  readonly amount: number;
  readonly version: number;
}

export interface BatchCommit {
  readonly batchId: number;
  readonly take: number;
  readonly results: readonly DeliveryResult[];
  /** Events that retention deleted before they were delivered. */
  readonly expired: number;
  /** What stays in the batch; both null when it is done. */
  readonly restOffsets: readonly number[] | null;
  readonly restDeliveryIds: readonly string[] | null;
  /** How long the rest is blocked. */
  readonly blockMs: number | undefined;
  /** The rest is given back for anybody to take. */
  readonly isReleased: boolean;
  readonly state: readonly StateChange[];
  /** Refuse when a row of the state has another version than was read. */
  readonly isStateChecked: boolean;
  /** Average work for one event; absent when nothing can be learned. */
  readonly workMicros: number | undefined;
}

/** SQLSTATE with which a commit refuses state that somebody else has changed since it was read. */
export const STATE_CHANGED = "MR409";

/** PostgreSQL text holds neither U+0000 nor half of a surrogate pair. */
function plainText(text: string | undefined): string | undefined {
  return text?.replaceAll("\u0000", "\ufffd").replace(/\p{Surrogate}/gu, "\ufffd");
}

/** Keys are short because every delivery carries them; `millrace_commit` names the same ones. */
function rowOf(result: DeliveryResult) {
  return {
    id: result.deliveryId,
    o: result.offset,
    s: result.status,
    r: plainText(result.reason),
    m: plainText(result.message),
    st: result.stepId,
    a: result.attempts,
    due: result.dueMs === undefined ? undefined : Math.ceil(result.dueMs),
    k: result.isKept,
    us: Math.round(result.durationMicros),
    // As texts: PostgreSQL reads the JSON around them, and would refuse U+0000 inside it.
    t: result.trace === undefined ? undefined : JSON.stringify(result.trace),
    c: result.checkpoint === undefined ? undefined : JSON.stringify(result.checkpoint),
  };
}

function publishedBy(results: readonly DeliveryResult[]) {
  const drafts = new Map<string, EventDraft[]>();
  for (const { published } of results) {
    for (const { topicId, draft } of published) {
      const known = drafts.get(topicId);
      if (known) known.push(draft);
      else drafts.set(topicId, [draft]);
    }
  }
  // In the order of their ids: two commits never wait for each other's topics.
  const topics = [...drafts.keys()].sort();
  const payloads: Buffer[] = [];
  let start = 0;
  const events = topics.map((topicId) => {
    const items = (drafts.get(topicId) ?? []).map((draft) => ({ draft, isIdFresh: true }));
    const encoded = encodeItems(items, start);
    payloads.push(encoded.data);
    start += encoded.data.byteLength;
    return encoded.meta;
  });
  return { topics, events: `[${events.join(",")}]`, data: Buffer.concat(payloads) };
}

/**
 * Commits what became of deliveries, with published events, state and counters, in one transaction.
 * @returns false when the batch was completed or taken by somebody else meanwhile: nothing was written
 * @throws DatabaseError with code `STATE_CHANGED`, or of class 22 or 23 when a value cannot be stored
 */
export async function commitBatch(db: Queryable, commit: BatchCommit): Promise<boolean> {
  const known = commit.results.filter(({ isKnown }) => isKnown);
  const published = publishedBy(commit.results);
  const state = commit.state.map(({ namespace, store, key, amount, version }) => ({
    n: namespace,
    s: store,
    k: key,
    a: amount,
    v: version,
  }));
  const result = await db.query<{ done: boolean }>({
    name: "millrace-commit",
    text: `SELECT millrace_commit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS done`,
    values: [
      commit.batchId,
      commit.take,
      JSON.stringify(commit.results.filter(({ isKnown }) => !isKnown).map(rowOf)),
      known.length > 0 ? JSON.stringify(known.map(rowOf)) : null,
      commit.expired,
      commit.restOffsets,
      commit.restDeliveryIds,
      commit.blockMs === undefined ? null : Math.ceil(commit.blockMs),
      commit.isReleased,
      // Every row of the state names its own.
      null,
      state.length > 0 ? JSON.stringify(state) : null,
      commit.isStateChecked,
      published.topics.length > 0 ? published.topics : null,
      published.events,
      published.data,
      commit.workMicros === undefined ? null : Math.max(1, Math.round(commit.workMicros)),
    ],
  });
  return result.rows[0]?.done === true;
}
