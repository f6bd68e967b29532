import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { discard } from "../deliveries/discard";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { changeProblem } from "./change-problem";
import { editAndRedrive, letterInput } from "./edit-letter";
import { foldFailures } from "./fold-failures";
import { healProblems, tidyProblems } from "./heal-problems";
import { listProblems, problemLetters } from "./list-problems";
import { cancelRedrive, listRedrives, planRedrive, startRedrive } from "./redrive-group";
import { stepRedrives } from "./step-redrives";

const database = useTestDatabase();
let actor: Actor;
let stranger: Actor;
let topicId: string;
let subscriptionId: string;

beforeEach(async () => {
  const { deps } = database;
  const name = randomUUID().slice(0, 8);
  actor = await makeWorkspace(deps, `ours-${name}`);
  stranger = await makeWorkspace(deps, `theirs-${name}`);
  topicId = await makeTopic(deps, actor, "order.placed");
  const events = Array.from({ length: 20 }, (_, n) => ({
    id: `e${n}`,
    data: `{"n":${n},"long":12345678901234567890}`,
  }));
  await writeEvents(deps, topicId, events);
  subscriptionId = await makeConsumer(deps, actor, topicId, "mail");
});

/** A delivery whose last attempt has failed. */
async function fail(offset: number, message: string, over: { status?: string; checkpoint?: object } = {}) {
  const { db } = database.deps;
  const status = over.status ?? "dead";
  const { revisionId } = await db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  const lane = await db.lane.findFirstOrThrow({ where: { subscriptionId, run: 0 } });
  await db.lane.update({ where: { id: lane.id }, data: { cursor: 20n, [status]: { increment: 1 } } });
  const { id } = await db.delivery.create({
    data: {
      id: randomUUID(),
      subscriptionId,
      laneId: lane.id,
      topicId,
      offset: BigInt(offset),
      revisionId,
      status,
      reason: "http-503",
      message,
      stepId: "call",
      attempts: 5,
      finishedAt: status === "dead" ? new Date() : null,
      ...(over.checkpoint === undefined ? {} : { checkpoint: over.checkpoint }),
    },
  });
  return id;
}

async function fold() {
  await foldFailures(database.deps.pool);
  await healProblems(database.deps.pool);
}
const step = () => stepRedrives(database.deps.pool, () => {});

async function problems(state?: "open" | "acknowledged" | "resolved" | "ignored") {
  return (await listProblems(database.deps, actor, state === undefined ? {} : { state })).problems;
}

async function onlyProblem() {
  const [problem] = await problems();
  if (problem === undefined) throw new Error("There is no problem.");
  return problem;
}

it("groups failures by consumer, step, reason and sentence, whatever figures stand in it", async () => {
  await fail(1, 'Order 17 of "Ana" was refused.');
  await fail(2, 'Order 18 of "Jo" was refused.');
  await fail(3, "`shop` did not answer.", { status: "retrying" });
  await fold();
  const found = await problems("open");
  expect(
    found.map(({ message, failures, givenUp, letters }) => [message, failures, givenUp, letters]),
  ).toEqual([
    ["`shop` did not answer.", 1, 0, 0],
    ['Order 18 of "Jo" was refused.', 2, 2, 2],
  ]);
  // In two of its half hours where the test ran over the end of one.
  expect(found[1]?.trend.slice(-2).reduce((sum, failures) => sum + failures, 0)).toBe(2);
  expect(found[1]?.trend).toHaveLength(48);
  const page = await problemLetters(database.deps, actor, { id: found[1]?.id ?? "", limit: 1 });
  expect([page.letters.map(({ offset }) => offset), page.hasMore]).toEqual([[1], true]);
  expect((await listProblems(database.deps, stranger, {})).problems).toEqual([]);
});

it("says which problems are of test events alone, and leaves their dead letters out", async () => {
  const { deps } = database;
  await deps.pool.query('UPDATE event SET is_test = true WHERE topic_id = $1 AND "offset" <= 2', [topicId]);
  await fail(1, "Only tests.");
  await fail(2, "Both.");
  await fail(3, "Both.");
  await fold();
  const marked = async (markTests: boolean) => {
    const { problems: found } = await listProblems(deps, actor, { markTests });
    return found.map(({ message, areTests }) => [message, areTests]).toSorted();
  };
  expect(await marked(true)).toEqual([
    ["Both.", false],
    ["Only tests.", true],
  ]);
  expect(await marked(false)).toEqual([
    ["Both.", false],
    ["Only tests.", false],
  ]);
  const both = (await problems()).find(({ message }) => message === "Both.");
  const offsets = async (withoutTests: boolean) => {
    const { letters } = await problemLetters(deps, actor, { id: both?.id ?? "", withoutTests });
    return letters.map(({ offset, isTest }) => [offset, isTest]);
  };
  expect(await offsets(false)).toEqual([
    [2, true],
    [3, false],
  ]);
  expect(await offsets(true)).toEqual([[3, false]]);
});

it("counts an attempt that failed once, however often it is folded, and no redrive", async () => {
  const id = await fail(1, "No.");
  await fold();
  await fold();
  await database.deps.db.delivery.update({ where: { id }, data: { status: "retrying" } });
  await fold();
  expect(await onlyProblem()).toMatchObject({ failures: 1, givenUp: 1 });
  await database.deps.db.delivery.update({ where: { id }, data: { status: "dead", attempts: 6 } });
  await fold();
  expect(await onlyProblem()).toMatchObject({ failures: 2, givenUp: 2 });
});

it("leaves what a replay fails to the replay", async () => {
  const id = await fail(1, "No.");
  const { db, pool } = database.deps;
  await pool.query("DELETE FROM failure_note WHERE subscription_id = $1", [subscriptionId]);
  await db.delivery.update({ where: { id }, data: { run: 4, attempts: 9 } });
  await fold();
  expect(await problems()).toEqual([]);
});

it("reopens what was resolved with the next failure, and leaves what is ignored", async () => {
  await fail(1, "No.");
  await fold();
  const { id } = await onlyProblem();
  const change = (state: "resolved" | "ignored" | "acknowledged") =>
    changeProblem(database.deps, actor, { id, state, note: "the shop knows" });
  await change("acknowledged");
  await fail(2, "No.");
  await fold();
  expect(await onlyProblem()).toMatchObject({
    state: "acknowledged",
    stateBy: "Tester",
    note: "the shop knows",
  });
  await change("resolved");
  await fail(3, "No.");
  await fold();
  expect(await onlyProblem()).toMatchObject({ state: "open", stateBy: null, reopened: 1 });
  await change("ignored");
  await fail(4, "No.");
  await fold();
  expect(await onlyProblem()).toMatchObject({ state: "ignored", failures: 4 });
  await expect(changeProblem(database.deps, stranger, { id, state: "open" })).rejects.toMatchObject({
    code: "not-found",
  });
});

it("redrives a group as planned, at its rate, and counts what became of it", async () => {
  const { deps } = database;
  const first = await fail(1, "No 1.");
  await fail(2, "No 2.");
  await fold();
  const { id } = await onlyProblem();
  expect(await planRedrive(deps, actor, { id })).toMatchObject({ letters: 2, isRemoved: false });
  const { id: redriveId } = await startRedrive(deps, actor, { id });
  await fail(3, "No 3.");
  await expect(startRedrive(deps, actor, { id })).rejects.toMatchObject({ code: "conflict" });
  await step();
  expect(await listRedrives(deps, actor, { problemId: id })).toMatchObject([
    { id: redriveId, state: "done", total: 2, position: 2, putBack: 2, open: 2, dead: 0 },
  ]);
  await deps.db.delivery.update({
    where: { id: first },
    data: { status: "succeeded", finishedAt: new Date() },
  });
  expect(await listRedrives(deps, actor, { problemId: id })).toMatchObject([{ succeeded: 1, open: 1 }]);
  expect(await onlyProblem()).toMatchObject({ letters: 1 });
});

it("puts back no more than the rate allows, and stops when it is cancelled", async () => {
  const { deps } = database;
  for (let offset = 1; offset <= 20; offset += 1) await fail(offset, "No.");
  await fold();
  const { id } = await onlyProblem();
  const { id: redriveId } = await startRedrive(deps, actor, { id, perSecond: 1 });
  /** As if the last step had been so long ago. */
  const clock = (seconds: number) =>
    deps.pool.query(
      "UPDATE redrive SET stepped_at = clock_timestamp() - $2 * interval '1 second' WHERE id = $1",
      [redriveId, seconds],
    );
  const position = async () => (await listRedrives(deps, actor, { problemId: id }))[0]?.position ?? 0;
  // However long the workers were away, no more comes at once than in two seconds.
  await clock(3_600);
  await step();
  const reached = await position();
  expect(reached).toBeGreaterThanOrEqual(2);
  expect(reached).toBeLessThan(20);
  await clock(-3_600);
  await step();
  expect(await position()).toBe(reached);
  expect(await cancelRedrive(deps, actor, { id: redriveId })).toEqual({ left: 20 - reached });
  await clock(3_600);
  await step();
  expect(await listRedrives(deps, actor, { problemId: id })).toMatchObject([
    { state: "cancelled", position: reached },
  ]);
  expect(await onlyProblem()).toMatchObject({ letters: 20 - reached });
});

it("resolves a problem by itself once all that was redriven has worked", async () => {
  const { deps } = database;
  const id = await fail(1, "No.");
  await fold();
  const problem = await onlyProblem();
  await startRedrive(deps, actor, { id: problem.id });
  await step();
  await fold();
  expect(await onlyProblem()).toMatchObject({ state: "open" });
  await deps.db.delivery.update({ where: { id }, data: { status: "succeeded" } });
  await fold();
  expect(await onlyProblem()).toMatchObject({ state: "resolved", stateBy: null, letters: 0 });
});

it("discards the dead letters of one problem with a reason", async () => {
  await fail(1, "No.");
  await fail(2, "Something else.");
  await fold();
  const problem = (await problems()).find(({ message }) => message === "No.");
  const chosen = { problemId: problem?.id ?? "" };
  await fail(3, "No.");
  await expect(discard(database.deps, actor, { chosen, atMost: 1, reason: "seen" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect((await problemLetters(database.deps, actor, { id: chosen.problemId })).letters).toHaveLength(2);
  expect(await discard(database.deps, stranger, { chosen, reason: "mine" })).toEqual({ count: 0 });
  expect(await discard(database.deps, actor, { chosen, atMost: 2, reason: "test orders" })).toEqual({
    count: 2,
  });
  expect((await problems()).map(({ message, letters }) => [message, letters])).toEqual([
    ["Something else.", 1],
    ["No.", 0],
  ]);
});

it("goes on with a changed payload where it stopped, and leaves the event as it is", async () => {
  const { deps } = database;
  const checkpoint = { data: { n: 1 }, finished: { look: { attempt: 5 } }, published: [], hasActed: true };
  const id = await fail(1, "No.", { checkpoint });
  expect(await letterInput(deps, actor, { deliveryId: id })).toMatchObject({
    data: '{"n":1}',
    finishedSteps: 1,
  });
  const edit = (data: string, who = actor) => editAndRedrive(deps, who, { deliveryId: id, data });
  await expect(edit("{")).rejects.toMatchObject({ code: "bad-input" });
  await expect(edit("{}", stranger)).rejects.toMatchObject({ code: "not-found" });
  await edit('{"n":12345678901234567890}');
  const kept = await deps.pool.query(
    "SELECT checkpoint::text, status, edited_by FROM delivery WHERE id = $1",
    [id],
  );
  expect(kept.rows).toEqual([
    {
      checkpoint:
        '{"data":{"n":12345678901234567890},"finished":{"look":{"attempt":5}},"published":[],"hasActed":true}',
      status: "retrying",
      edited_by: "Tester",
    },
  ]);
  await expect(edit("{}")).rejects.toMatchObject({ code: "not-found" });
  const audit = await deps.db.auditEntry.findFirst({
    where: { action: "delivery.edited" },
    orderBy: { at: "desc" },
  });
  expect(audit?.detail).toMatchObject({ before: { bytes: 7 }, after: { bytes: 26 } });
});

it("does not begin anew where what finished steps left cannot be read", async () => {
  const id = await fail(1, "No.", { checkpoint: { finished: "?" } });
  const edit = editAndRedrive(database.deps, actor, { deliveryId: id, data: "{}" });
  await expect(edit).rejects.toMatchObject({ code: "conflict" });
});

it("takes a sentence with another recipient for the same problem, and finds its letters by index", async () => {
  await fail(1, "`mail` refused the message: 550 <ana@shop.test>: user unknown");
  await fail(2, "`mail` refused the message: 550 <jo@shop.test>: user unknown");
  await fold();
  expect(await onlyProblem()).toMatchObject({ failures: 2, letters: 2 });
});

it("lets statistics be taken and dumps be restored, which have no search path", async () => {
  const { pool } = database.deps;
  await fail(1, "connect ECONNREFUSED 10.0.0.1:80");
  await pool.query("ANALYZE delivery");
  await pool.query("REINDEX INDEX delivery_dead_cause_idx");
});

it("forgets what is over for a month", async () => {
  const { deps } = database;
  await fail(1, "No.");
  await fold();
  const { id } = await onlyProblem();
  await startRedrive(deps, actor, { id });
  await step();
  await deps.pool.query(
    "UPDATE redrive SET finished_at = finished_at - interval '40 days' WHERE problem_id = $1",
    [id],
  );
  await tidyProblems(deps.pool);
  expect(await listRedrives(deps, actor, { problemId: id })).toEqual([]);
  expect(await problems()).toHaveLength(1);
  await changeProblem(deps, actor, { id, state: "resolved" });
  await deps.pool.query(
    "UPDATE problem SET state_at = state_at - interval '40 days', last_at = last_at - interval '40 days' WHERE id = $1",
    [id],
  );
  await tidyProblems(deps.pool);
  expect(await problems()).toEqual([]);
});

it("offers the event's own payload, verbatim, where no step has run", async () => {
  const id = await fail(2, "No.");
  const input = await letterInput(database.deps, actor, { deliveryId: id });
  expect(input).toMatchObject({ data: '{"n":1,"long":12345678901234567890}', finishedSteps: 0, step: null });
});
