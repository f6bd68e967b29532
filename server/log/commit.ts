import { DatabaseError, type QueryConfig } from "pg";
import type { Checkpoint } from "@/flow/delivery/checkpoint";
import type { DeliveryStatus } from "@/flow/delivery/delivery-status";
import type { EventDraft } from "@/flow/event/event-envelope";
import { encodeItems } from "./encode-items";
import { Payload } from "./payload";
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
  /** The key behind an earlier event of which it waits. */
  readonly waitsFor?: string | undefined;
  readonly durationMicros: number;
  readonly trace?: string | undefined;
  readonly checkpoint?: Checkpoint | undefined;
  readonly published: readonly { readonly topicId: string; readonly draft: EventDraft }[];
}

/** A row of the state that was read, with the version that it had, 0 for none, and what shall be written to it. */
export interface StateRow {
  /** `live`, or a replay's id. */
  readonly namespace: string;
  readonly store: string;
  readonly key: string;
  readonly version: number;
  readonly write?:
    | {
        /** JSON; undefined removes the row. */
        readonly value: unknown;
        readonly expiresAt?: Date | undefined;
        readonly alarm?:
          | {
              readonly kind: "set";
              readonly at: Date;
              readonly deliveryId: string;
              readonly checkpoint: Checkpoint | undefined;
            }
          | { readonly kind: "ring" | "clear" }
          | undefined;
      }
    | undefined;
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
  /** Refused when one of them has another version by now. */
  readonly state: readonly StateRow[];
  /** Alarms that are set wait until everything else is done: a replay. */
  readonly isReplay: boolean;
  /**
   * It has acted on nothing outside, and nobody waits for it: a replay. Unless it publishes, a crash of the database may
   * undo it, with all that came after it: the batch is there again, and whoever runs it again comes to the same.
   */
  readonly isRepeatable: boolean;
  /** Average work for one event; absent when nothing can be learned. */
  readonly workMicros: number | undefined;
  /** Deliveries that park their key, or wait behind one that does; refused when such a key is not parked any more. */
  readonly parks: readonly { readonly deliveryId: string; readonly key: string; readonly isDead: boolean }[];
  /** The delivery at which its consumer stops; the rest goes back into the lane. */
  readonly stopAt: string | undefined;
}

/** SQLSTATE with which a commit refuses what somebody else has changed since it was read: state, or a parked key. */
export const STATE_CHANGED = "MR409";
/** SQLSTATE with which a commit is undone because somebody else has the batch. */
const BATCH_LOST = "MR410";

/** PostgreSQL text holds neither U+0000 nor half of a surrogate pair. */
function plainText(text: string | undefined): string | undefined {
  return text?.replaceAll("\u0000", "\ufffd").replace(/\p{Surrogate}/gu, "\ufffd");
}

/** Keys are short because every delivery carries them; `millrace_commit` names the same ones. */
function rowOf(result: DeliveryResult, payload: Payload) {
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
    ta: result.trace === undefined ? undefined : payload.length,
    tl: result.trace === undefined ? undefined : payload.add(result.trace),
    // As text: PostgreSQL reads the JSON around it, and would refuse U+0000 inside it.
    c: result.checkpoint === undefined ? undefined : JSON.stringify(result.checkpoint),
  };
}

function publishedBy(results: readonly DeliveryResult[], payload: Payload) {
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
  const events = topics.map((topicId) => {
    const items = (drafts.get(topicId) ?? []).map((draft) => ({ draft, isIdFresh: true }));
    const { meta, data } = encodeItems(items, payload.length);
    payload.add(data);
    return meta;
  });
  return { topics, events: `[${events.join(",")}]` };
}

/**
 * Commits what became of deliveries, with published events, state and counters, in one transaction.
 * @returns false when the batch was completed or taken by somebody else meanwhile: nothing was written
 * @throws DatabaseError with code `STATE_CHANGED`, or of class 22 or 23 when a value cannot be stored
 */
export async function commitBatch(db: Queryable, commit: BatchCommit): Promise<boolean> {
  const payload = new Payload();
  const published = publishedBy(commit.results, payload);
  const rowsOf = (isKnown: boolean) =>
    JSON.stringify(commit.results.filter((one) => one.isKnown === isKnown).map((one) => rowOf(one, payload)));
  const hasKnown = commit.results.some(({ isKnown }) => isKnown);
  const deliveries = [
    commit.batchId,
    commit.take,
    rowsOf(false),
    hasKnown ? rowsOf(true) : null,
    commit.expired,
    commit.restOffsets,
    commit.restDeliveryIds,
    commit.blockMs === undefined ? null : Math.ceil(commit.blockMs),
    commit.isReleased,
  ];
  const effects = [
    published.topics.length > 0 ? published.topics : null,
    published.events,
    payload.toBuffer(),
    commit.workMicros === undefined ? null : Math.max(1, Math.round(commit.workMicros)),
  ];
  if (commit.parks.length > 0 || commit.stopAt !== undefined) {
    return commitInOrder(db, commit, [...deliveries, ...effects]);
  }
  if (commit.state.length > 0) return commitWithState(db, commit, [...deliveries, ...effects]);
  const result = await db.query<{ done: boolean }>({
    ...statementOf(
      commit,
      "millrace-commit",
      "millrace_commit($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, NULL, true, $10, $11, $12, $13)",
    ),
    values: [...deliveries, ...effects],
  });
  return result.rows[0]?.done === true;
}

/**
 * The statement of a commit. What is repeatable and publishes nothing is not waited for until it is on disk: each wait
 * would be one more for live commits, which stand in the same line.
 */
function statementOf({ isRepeatable, results }: BatchCommit, name: string, call: string) {
  const mayBeUndone = isRepeatable && results.every(({ published }) => published.length === 0);
  return mayBeUndone
    ? {
        name: `${name}-repeatable`,
        text: `SELECT ${call} AS done, set_config('synchronous_commit', 'off', true)`,
      }
    : { name, text: `SELECT ${call} AS done` };
}

/** Keys are short as above; `millrace_write_state` names the same ones. */
function stateRowOf({ namespace, store, key, version, write }: StateRow, isReplay: boolean) {
  const row = { n: namespace, s: store, k: key, v: version };
  if (write === undefined) return row;
  const { value, expiresAt, alarm } = write;
  return {
    ...row,
    w: true,
    j: value === undefined ? undefined : JSON.stringify(value),
    x: expiresAt,
    al: alarm?.kind,
    ...(alarm?.kind === "set"
      ? {
          // One that rings at once does so in a replay, too.
          at: isReplay && alarm.at.getTime() > 0 ? undefined : alarm.at,
          dl: alarm.deliveryId,
          cp: JSON.stringify(alarm.checkpoint),
        }
      : {}),
  };
}

/** JSON of the state of a commit, as `millrace_write_state` reads it. */
function stateOf(commit: BatchCommit): string {
  return JSON.stringify(commit.state.map((row) => stateRowOf(row, commit.isReplay)));
}

async function commitWithState(db: Queryable, commit: BatchCommit, values: unknown[]): Promise<boolean> {
  return unlessLost(db, {
    ...statementOf(
      commit,
      "millrace-commit-with-state",
      "millrace_commit_with_state($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    ),
    values: [...values, stateOf(commit)],
  });
}

async function commitInOrder(db: Queryable, commit: BatchCommit, values: unknown[]): Promise<boolean> {
  const parks = commit.parks.map(({ deliveryId, key, isDead }) => ({ id: deliveryId, k: key, d: isDead }));
  return unlessLost(db, {
    ...statementOf(
      commit,
      "millrace-commit-in-order",
      "millrace_commit_in_order($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    ),
    values: [
      ...values,
      commit.state.length > 0 ? stateOf(commit) : null,
      JSON.stringify(parks),
      commit.stopAt ?? null,
    ],
  });
}

async function unlessLost(db: Queryable, query: QueryConfig): Promise<boolean> {
  try {
    const result = await db.query<{ done: boolean }>(query);
    return result.rows[0]?.done === true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === BATCH_LOST) return false;
    throw error;
  }
}
