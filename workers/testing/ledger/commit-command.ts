import { DatabaseError } from "pg";
import { expect } from "vitest";
import { type BatchCommit, commitBatch, type DeliveryResult, STATE_CHANGED } from "@/server/log/commit";
import type { Ledger } from "./ledger";
import type { Ending, Held, LedgerModel, Open } from "./model";

const LATER_MS = 3_600_000;

/** What becomes of events, in turn. */
export const fates = {
  ok: { status: "succeeded" },
  filtered: { status: "filtered" },
  dead: { status: "dead" },
  cancelled: { status: "cancelled" },
  "again-now": { status: "retrying", dueMs: 0 },
  "again-later": { status: "retrying", dueMs: LATER_MS },
  wait: { status: "held", dueMs: LATER_MS },
} as const satisfies Record<string, { status: Ending | Open; dueMs?: number }>;
export type Fate = keyof typeof fates;

export interface CommitPlan {
  readonly fates: readonly Fate[];
  /** How many of its events are done; the rest stays in the batch. */
  readonly count: number;
  /** The rest is given back for anybody to take. */
  readonly isReleased: boolean;
  /** The state has changed since it was read. */
  readonly isStale: boolean;
  readonly workMicros: number;
}

interface Planned {
  readonly offset: number;
  readonly fate: (typeof fates)[Fate];
  readonly isKept: boolean;
}

function planned({ batch, open }: Held, plan: CommitPlan): Planned[] {
  const done: Planned[] = [];
  for (const [index, offset] of open.slice(0, plan.count).entries()) {
    const fate = fates[plan.fates[index % plan.fates.length] ?? "ok"];
    // In order: what comes later in the lane waits.
    const isKept = "dueMs" in fate && batch.isOrdered && batch.kind !== "due";
    done.push({ offset, fate, isKept });
    if (isKept) break;
  }
  return done;
}

function resultOf(ledger: Ledger, held: Held, { offset, fate, isKept }: Planned): DeliveryResult {
  const draft = {
    ...{ id: `out-${offset}`, source: "/test", type: "out", contentType: "application/json" },
    data: Buffer.from("{}"),
  };
  return {
    ...{ deliveryId: ledger.deliveryId(offset), offset, isKnown: held.known.has(offset) },
    status: fate.status,
    ...{ attempts: 1, durationMicros: 1, trace: "[]", isKept },
    ...("dueMs" in fate ? { dueMs: fate.dueMs } : {}),
    published: fate.status === "succeeded" ? [{ topicId: ledger.outId, draft }] : [],
  };
}

/** Writes it; tells whether the fence let it through. */
async function write(ledger: Ledger, commit: Omit<BatchCommit, "state">, plan: CommitPlan, good: number) {
  const { value, version } = ledger.withState ? await ledger.sum() : { value: 0, version: 0 };
  const entry = { namespace: "live", store: "sum", key: "", version: version + (plan.isStale ? 1 : 0) };
  const state = ledger.withState ? [{ ...entry, write: { value: Number(value) + good } }] : [];
  try {
    return await commitBatch(ledger.deps.pool, { ...commit, state });
  } catch (error) {
    if (error instanceof DatabaseError && error.code === STATE_CHANGED) return "stale";
    throw error;
  }
}

/** Commits some of a batch in hand, which may be somebody else's by now; the model says what must come of it. */
export async function commitSome(
  model: LedgerModel,
  ledger: Ledger,
  held: Held,
  plan: CommitPlan,
): Promise<void> {
  const { batch } = held;
  const done = planned(held, plan);
  const kept = done.find(({ isKept }) => isKept);
  const ended = new Set(done.filter(({ isKept }) => !isKept).map(({ offset }) => offset));
  const rest = held.open.filter((offset) => !ended.has(offset));
  const isDue = batch.kind === "due";
  const isReleased = plan.isReleased && kept === undefined && rest.length > 0;
  const good = done.filter(({ fate }) => fate.status === "succeeded").length;
  const outcome = await write(
    ledger,
    {
      ...{
        batchId: batch.batchId,
        take: batch.take,
        expired: 0,
        isReleased,
        isReplay: false,
        isRepeatable: false,
      },
      results: done.map((one) => resultOf(ledger, held, one)),
      restOffsets: isDue || rest.length === 0 ? null : rest,
      restDeliveryIds: isDue && rest.length > 0 ? rest.map((offset) => ledger.deliveryId(offset)) : null,
      blockMs: kept !== undefined && "dueMs" in kept.fate ? kept.fate.dueMs : undefined,
      workMicros: plan.workMicros,
      parks: [],
      stopAt: undefined,
    },
    plan,
    good,
  );
  const known = model.batches.get(batch.batchId);
  if (known?.takes !== batch.take) {
    // Somebody else has it, or is done with it.
    expect(outcome).toBe(false);
    model.dropHeld(held);
    return;
  }
  if (ledger.withState && plan.isStale) {
    expect(outcome).toBe("stale");
    return;
  }
  expect(outcome).toBe(true);
  for (const { offset, fate, isKept } of done) {
    if (!("dueMs" in fate)) model.end(offset, fate.status);
    else if (isKept) model.places.set(offset, { in: "batch", batchId: batch.batchId, row: fate.status });
    else model.places.set(offset, { in: "row", status: fate.status, isDue: fate.dueMs === 0 });
  }
  model.published += good;
  model.sum += good;
  held.open = rest;
  if (rest.length === 0) model.batches.delete(batch.batchId);
  if (kept !== undefined) known.blocked = "dueMs" in kept.fate && kept.fate.dueMs === 0 ? "due" : "later";
  if (isReleased) model.jobs.push({ batchId: batch.batchId, take: batch.take });
  if (rest.length === 0 || isReleased || kept !== undefined) {
    known.takenBy = undefined;
    model.dropHeld(held);
  }
}
