import fc from "fast-check";
import { expect } from "vitest";
import type { Order } from "@/flow/document/flow-document";
import {
  type Act,
  commitAct,
  crashAct,
  DEAD_WORKER,
  deployAct,
  discardAct,
  dispatchAct,
  giveBackAct,
  hurryAct,
  isOpen,
  moveAct,
  pauseAct,
  reconcileAct,
  redriveAct,
  sendAct,
  takeAct,
  workAct,
} from "./acts";
import { type CommitPlan, commitSome, type Fate } from "./commit-command";
import type { Ledger } from "./ledger";
import type { LedgerModel } from "./model";

function command(
  name: string,
  given: unknown,
  act: Act,
  isReady: (model: LedgerModel) => boolean = () => true,
) {
  return {
    check: isReady,
    run: async (model: LedgerModel, ledger: Ledger) => {
      await act(model, ledger);
      await ledger.expectAgreement(model);
    },
    toString: () => `${name} ${JSON.stringify(given)}`,
  };
}

const orders: readonly Order[] = [
  { mode: "none" },
  { mode: "strict" },
  { mode: "key", lanes: 2 },
  { mode: "key", lanes: 3 },
];
const number = fc.nat({ max: 1_000 });
const likelyFates: readonly Fate[] = [
  ...(["ok", "ok", "ok", "dead", "dead"] as const),
  ...(["filtered", "cancelled", "again-now", "again-later", "wait"] as const),
];
const plan: fc.Arbitrary<CommitPlan> = fc.record({
  fates: fc.array(fc.constantFrom(...likelyFates), {
    minLength: 1,
    maxLength: 5,
  }),
  count: fc.oneof(fc.constant(1_000), fc.integer({ min: 1, max: 4 })),
  isReleased: fc.boolean(),
  isStale: fc.boolean(),
  workMicros: fc.constantFrom(10, 40_000, 300_000),
});

const holds = (model: LedgerModel) => model.held.length > 0;
const hasJobs = (model: LedgerModel) => model.jobs.length > 0;
const hasDead = (model: LedgerModel) => model.rows("dead").length > 0;

type LedgerCommand = ReturnType<typeof command>;
const often = (times: number, one: fc.Arbitrary<LedgerCommand>) => Array.from({ length: times }, () => one);

/** Everything that may happen to a ledger, in any order; what happens most stands there more than once. */
export const ledgerCommands = [
  ...often(
    2,
    fc
      .array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 8 })
      .map((ids) => command("append", ids, sendAct(ids))),
  ),
  ...often(
    4,
    fc.integer({ min: 1, max: 4 }).map((slots) => command("dispatch", slots, dispatchAct(slots))),
  ),
  ...often(
    6,
    fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.boolean(), number, plan)
      .map((given) => command("work", given, workAct(...given))),
  ),
  ...often(
    3,
    fc
      .tuple(number, fc.boolean(), fc.constantFrom(true, false, false))
      .map((given) => command("take", given, takeAct(...given), hasJobs)),
  ),
  ...often(
    7,
    fc.tuple(number, plan).map((given) => command("commit", given, commitAct(...given), holds)),
  ),
  // Whoever held it is no more; nobody knows.
  number.map((which) => command("crash", which, crashAct(which), holds)),
  number.map((which) => command("give back", which, giveBackAct(which), holds)),
  ...often(2, fc.constant(command("reconcile", "", reconcileAct))),
  ...often(
    2,
    fc.nat({ max: 65_535 }).map((mask) => command("redrive", mask, redriveAct(mask), hasDead)),
  ),
  fc.nat({ max: 65_535 }).map((mask) => command("discard", mask, discardAct(mask), hasDead)),
  fc.constant(command("retry now", "", hurryAct)),
  fc.constant(command("pause", "", pauseAct(true))),
  ...often(3, fc.constant(command("resume", "", pauseAct(false), (model) => model.isPaused))),
  fc.double({ min: 0, max: 1, noNaN: true }).map((part) => command("move", part, moveAct(part))),
  fc.constantFrom(...orders).map((order) => command("deploy", order, deployAct(order))),
];

/** Some events are through, so that batches have a size by now; others wait. */
export async function beginLedger(model: LedgerModel, ledger: Ledger): Promise<void> {
  await sendAct([1001, 1002])(model, ledger);
  const ok: CommitPlan = { fates: ["ok"], count: 1, isReleased: false, isStale: false, workMicros: 60_000 };
  await workAct(2, true, 0, ok)(model, ledger);
  await commitAct(0, ok)(model, ledger);
  await sendAct(Array.from({ length: 10 }, (_, index) => 1003 + index))(model, ledger);
}

/** Lets everything come to its end, and expects that nothing is left and nothing was lost. */
export async function drainLedger(model: LedgerModel, ledger: Ledger): Promise<void> {
  const { pool } = ledger.deps;
  await pauseAct(false)(model, ledger);
  await discardAct(0x5555)(model, ledger);
  await redriveAct(0xffff)(model, ledger);
  await ledger.expectAgreement(model);
  const isLeft = () => model.where((place) => place.in === "log" || place.in === "batch").length > 0;
  const ok: CommitPlan = {
    ...{ fates: ["ok"], count: 1_000, isReleased: false, isStale: false, workMicros: 10 },
  };
  for (let round = 0; round < 60 && (isLeft() || hasOpenRows(model)); round += 1) {
    // By hand, as an hour is long.
    await pool.query(
      "UPDATE delivery SET due_at = clock_timestamp() WHERE subscription_id = $1 AND due_at IS NOT NULL",
      [ledger.subscriptionId],
    );
    await pool.query(
      `UPDATE batch SET blocked_until = CASE WHEN blocked_until IS NOT NULL THEN clock_timestamp() END,
         taken_by = CASE WHEN taken_by IS NOT NULL THEN $2::int END
       WHERE subscription_id = $1`,
      [ledger.subscriptionId, DEAD_WORKER],
    );
    for (const [offset, place] of model.places) {
      if (place.in === "row" && isOpen(place.status)) model.places.set(offset, { ...place, isDue: true });
    }
    for (const batch of model.batches.values()) {
      if (batch.blocked !== undefined) batch.blocked = "due";
      if (batch.takenBy !== undefined) batch.takenBy = "dead";
    }
    await reconcileAct(model, ledger);
    await dispatchAct(8)(model, ledger);
    while (model.jobs.length > 0) await takeAct(0, true, false)(model, ledger);
    for (const held of [...model.held]) await commitSome(model, ledger, held, ok);
    await ledger.expectAgreement(model);
  }
  expect(model.batches.size).toBe(0);
  expect(
    model.where((place) => place.in !== "nowhere" && (place.in !== "row" || isOpen(place.status))),
  ).toEqual([]);
}

const hasOpenRows = (model: LedgerModel) =>
  model.where((place) => place.in === "row" && isOpen(place.status)).length > 0;
