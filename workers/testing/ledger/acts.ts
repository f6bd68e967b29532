import { expect } from "vitest";
import type { Order } from "@/flow/document/flow-document";
import { AppError } from "@/server/app-error";
import { discard } from "@/server/deliveries/discard";
import { redrive } from "@/server/deliveries/redrive";
import { retryNow } from "@/server/deliveries/retry-now";
import { moveConsumer } from "@/server/flows/move-consumer";
import { pauseConsumer, resumeConsumer } from "@/server/flows/pause-consumer";
import { append } from "@/server/log/append";
import { dispatchBatches } from "@/server/log/dispatch";
import { giveBack } from "@/server/log/give-back";
import { loadBatch } from "@/server/log/load-batch";
import { repair } from "@/server/log/repair";
import { takeBatch } from "@/server/log/take";
import { type CommitPlan, commitSome } from "./commit-command";
import type { Ledger } from "./ledger";
import type { LedgerModel } from "./model";

/** No advisory lock is held for this one. */
export const DEAD_WORKER = 2_000_000_000;
const LEASE_MS = 600_000;
const consumer = { flow: "ledger", consumerId: "consumer" };

/** Something that happens: to the database, and to the model in the same way. */
export type Act = (model: LedgerModel, ledger: Ledger) => Promise<void>;

const pick = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % items.length];
const some = (offsets: readonly number[], mask: number) =>
  offsets.filter((_, n) => ((mask >> (n % 16)) & 1) === 1);

/** Events with ids out of a few, so that some come again. */
export const sendAct =
  (ids: readonly number[]): Act =>
  async (model, ledger) => {
    const items = ids.map((id) => ({
      draft: {
        ...{ id: `e${id}`, source: "/test", type: "test", contentType: "application/json" },
        ...{ data: Buffer.from(JSON.stringify({ id })), key: `k${id % 5}` },
      },
    }));
    const outcomes = await append(ledger.deps.pool, ledger.topicId, items);
    const expected = items.map(({ draft: { id } }) => {
      const known = model.offsets.get(id);
      if (known !== undefined) return { kind: "duplicate", offset: known };
      const offset = model.offsets.size + 1;
      model.offsets.set(id, offset);
      model.places.set(offset, { in: "log" });
      return { kind: "stored", offset };
    });
    expect(outcomes).toEqual(expected);
  };

/** Every batch that is cut holds what waited, in order, and no more than a quarter of a second of work. */
export const dispatchAct =
  (slots: number): Act =>
  async (model, ledger) => {
    const work = new Map((await ledger.lanes()).map(({ id, workMicros }) => [Number(id), workMicros]));
    expect(work.size).toBeGreaterThan(0);
    const isIdle = model.batches.size === 0;
    const isWaiting = model.where(
      (place) => place.in === "log" || (place.in === "row" && place.isDue && isOpen(place.status)),
    );
    const { queued: found } = await dispatchBatches(ledger.deps.pool, {}, slots);
    const awake = new Set(found.map(({ batchId }) => batchId));
    for (const [id, batch] of model.batches) {
      expect(awake.has(id)).toBe(batch.blocked === "due" && !model.isPaused);
      if (awake.has(id)) batch.blocked = undefined;
    }
    const cut = (await ledger.batches()).filter(({ id }) => !model.batches.has(id));
    expect(cut.every(({ id }) => awake.has(id))).toBe(true);
    if (model.isPaused) expect(cut).toEqual([]);
    else if (isIdle && isWaiting.length > 0) expect(cut.length).toBeGreaterThan(0);
    for (const { id, kind, size, work_micros: micros, offsets } of cut) {
      expect(size).toBe(offsets.length);
      expect(size).toBeLessThanOrEqual(
        micros === 0 ? 1 : Math.max(1, Math.min(500, Math.floor(250_000 / micros))),
      );
      expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
      for (const offset of offsets) {
        const place = model.places.get(offset);
        if (kind === "log") expect(place).toEqual({ in: "log" });
        else expect(place).toMatchObject({ in: "row", isDue: true });
        const row = place?.in === "row" && isOpen(place.status) ? place.status : undefined;
        model.places.set(offset, { in: "batch", batchId: id, row });
      }
      model.batches.set(id, { takes: 0, takenBy: undefined, blocked: undefined });
    }
    model.jobs.push(...found.map(({ batchId, take }) => ({ batchId, take })));
  };

/** Whether a delivery waits for another try. */
export const isOpen = (status: string) => status === "retrying" || status === "held";

/** @param isAgain the queue runs the job another time */
export const takeAct =
  (which: number, isLiving: boolean, isAgain: boolean): Act =>
  async (model, ledger) => {
    const job = pick(model.jobs, which);
    if (job === undefined) return;
    if (!isAgain) model.jobs.splice(model.jobs.indexOf(job), 1);
    const { pool } = ledger.deps;
    const taken = await takeBatch(pool, job, isLiving ? ledger.livingId : DEAD_WORKER, LEASE_MS);
    const known = model.batches.get(job.batchId);
    if (known === undefined || known.takes !== job.take || known.blocked !== undefined) {
      expect(taken).toBeUndefined();
      return;
    }
    known.takes += 1;
    known.takenBy = isLiving ? "living" : "dead";
    if (taken === undefined) throw new Error("A batch that nobody has cannot be taken.");
    expect(taken.take).toBe(known.takes);
    const open = model.inBatch(job.batchId);
    const { events } = await loadBatch(pool, taken);
    expect(events.map(({ envelope }) => envelope.offset)).toEqual(open);
    const rows = events.filter(({ earlier }) => earlier !== undefined).map(({ envelope }) => envelope.offset);
    expect(rows).toEqual(open.filter((offset) => model.rowIn(offset) !== undefined));
    model.held.push({ batch: taken, open, known: new Set(rows) });
  };

export const commitAct =
  (which: number, how: CommitPlan): Act =>
  async (model, ledger) => {
    const held = pick(model.held, which);
    if (held !== undefined) await commitSome(model, ledger, held, how);
  };

/** A round of an engine that runs: what is there is dispatched and taken, and one batch is worked on. */
export const workAct =
  (slots: number, isLiving: boolean, which: number, how: CommitPlan): Act =>
  async (model, ledger) => {
    await dispatchAct(slots)(model, ledger);
    while (model.jobs.length > 0) await takeAct(0, isLiving, false)(model, ledger);
    await commitAct(which, how)(model, ledger);
  };

export const crashAct =
  (which: number): Act =>
  async (model) => {
    model.held.splice(which % model.held.length, 1);
  };

export const giveBackAct =
  (which: number): Act =>
  async (model, ledger) => {
    const held = pick(model.held, which);
    if (held === undefined) return;
    const { batchId, take } = held.batch;
    const known = model.batches.get(batchId);
    const isOurs = known?.takes === take;
    expect(await giveBack(ledger.deps.pool, held.batch)).toBe(isOurs);
    if (isOurs) {
      known.takenBy = undefined;
      model.jobs.push({ batchId, take });
    }
    model.dropHeld(held);
  };

/** The batches of the dead are free again; those of the living are left to them. */
export const reconcileAct: Act = async (model, ledger) => {
  const { orphaned, waiting } = await repair(ledger.deps.pool, 0);
  const ofDead = [...model.batches].filter(([, { takenBy }]) => takenBy === "dead");
  expect(orphaned.map(({ batchId }) => batchId).sort()).toEqual(ofDead.map(([id]) => id).sort());
  for (const { batchId } of waiting) {
    expect(model.batches.get(batchId)).toMatchObject({ takenBy: undefined, blocked: undefined });
  }
  for (const [, batch] of ofDead) batch.takenBy = undefined;
  model.jobs.push(...[...orphaned, ...waiting].map(({ batchId, take }) => ({ batchId, take })));
};

export const redriveAct =
  (mask: number): Act =>
  async (model, ledger) => {
    const chosen = some(model.rows("dead"), mask);
    if (chosen.length === 0) return;
    const deliveryIds = chosen.map((offset) => ledger.deliveryId(offset));
    const { count } = await redrive(ledger.deps, ledger.actor, { deliveryIds });
    expect(count).toBe(chosen.length);
    for (const offset of chosen) model.leaveDead(offset, { in: "row", status: "retrying", isDue: true });
  };

export const discardAct =
  (mask: number): Act =>
  async (model, ledger) => {
    const chosen = some(model.rows("dead"), mask);
    if (chosen.length === 0) return;
    const deliveryIds = chosen.map((offset) => ledger.deliveryId(offset));
    const { count } = await discard(ledger.deps, ledger.actor, { chosen: { deliveryIds }, reason: "Test" });
    expect(count).toBe(chosen.length);
    for (const offset of chosen) {
      model.leaveDead(offset, { in: "log" });
      model.end(offset, "discarded");
    }
  };

export const hurryAct: Act = async (model, ledger) => {
  const offsets = model.where((place) => place.in !== "log" && place.in !== "nowhere");
  if (offsets.length === 0) return;
  await retryNow(ledger.deps, ledger.actor, {
    deliveryIds: offsets.map((offset) => ledger.deliveryId(offset)),
  });
  for (const offset of model.rows("retrying")) {
    model.places.set(offset, { in: "row", status: "retrying", isDue: true });
  }
  for (const [id, batch] of model.batches) {
    const isRetrying = model.inBatch(id).some((offset) => model.rowIn(offset) === "retrying");
    if (batch.blocked !== undefined && isRetrying) batch.blocked = "due";
  }
};

export const pauseAct =
  (isPaused: boolean): Act =>
  async (model, ledger) => {
    await (isPaused ? pauseConsumer : resumeConsumer)(ledger.deps, ledger.actor, consumer);
    model.isPaused = isPaused;
  };

/** Forward: what waits before the offset is nobody's. Back: what was delivered behind it is made again. */
export const moveAct =
  (part: number): Act =>
  async (model, ledger) => {
    const offset = Math.floor(part * model.offsets.size);
    const target = { to: "offset", offset } as const;
    try {
      await moveConsumer(ledger.deps, ledger.actor, { ...consumer, topic: "in", target });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "conflict") throw error;
      expect(model.batches.size).toBeGreaterThan(0);
      return;
    }
    for (const [at, place] of model.places) {
      if (at <= offset && place.in === "log") model.places.set(at, { in: "nowhere" });
      if (at <= offset || place.in === "batch") continue;
      if (place.in === "row" && place.status === "dead") {
        model.ended.dead -= 1;
        model.ended.discarded += 1;
      } else if (place.in === "row" && isOpen(place.status)) model.ended.cancelled += 1;
      model.places.set(at, { in: "log" });
    }
  };

export const deployAct =
  (order: Order): Act =>
  async (_, ledger) => {
    try {
      await ledger.deploy(order);
    } catch (error) {
      // Lanes that stand at different offsets cannot become others.
      if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    }
  };
