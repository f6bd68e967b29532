import { describe, expect, it } from "vitest";
import type { Branch } from "../document/flow-document";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { countedChanges, diffFlows } from "./diff-flows";

const drawing = "source > order.placed > count, mail\n> order.placed > count";
const before = flowOf(drawing, { mail: { to: "a" } });

function sentences(change: (after: typeof before) => void): string[] {
  const after = structuredClone(before);
  change(after);
  return diffFlows(before, after, testNodes).map(({ kind, message }) => `${kind}: ${message}`);
}

describe("diffFlows", () => {
  it("finds nothing between equals, whatever the order of keys and with defaults spelled out", () => {
    expect(
      sentences((after) => {
        const mail = after.consumers[0]?.steps[1];
        if (mail) mail.config = { subject: "Hello", to: "a" };
      }),
    ).toEqual([]);
  });

  it("calls everything added when nothing was deployed", () => {
    expect(diffFlows(undefined, before, testNodes).map(({ kind, message }) => `${kind}: ${message}`)).toEqual(
      [
        "added: *source* is new and publishes to `order.placed`.",
        "added: `order.placed` is new here.",
        "added: *consumer* is new and reacts to `order.placed`.",
        "added: *consumer2* is new and reacts to `order.placed`.",
      ],
    );
  });

  it("names the fields that changed as the form does", () => {
    expect(
      sentences((after) => {
        const mail = after.consumers[0]?.steps[1];
        if (mail) mail.config = { to: "b", subject: "Welcome" };
      }),
    ).toEqual(["changed: *Send e-mail* in *consumer* changed: *To* and *Subject*."]);
  });

  it("names the branches that changed", () => {
    const paid = { id: "paid", name: "If paid", steps: [] };
    const late = { id: "late", name: "If late", steps: [] };
    const rest = { id: "rest", steps: [] };
    const withBranches = (branches: Branch[]) => {
      const flow = structuredClone(before);
      const step = flow.consumers[0]?.steps[0];
      if (step) step.branches = branches;
      return flow;
    };
    const changed = diffFlows(
      withBranches([paid, late, rest]),
      withBranches([{ ...late, name: "If overdue" }, { id: "vip", name: "If VIP", steps: [] }, rest]),
      testNodes,
    );
    expect(changed.map(({ message }) => message)).toEqual([
      "*Counter* in *consumer* changed: branch *If late* is now *If overdue*, branch *If VIP* added and branch *If paid* removed.",
    ]);
    expect(
      diffFlows(withBranches([paid, late, rest]), withBranches([late, paid, rest]), testNodes).map(
        ({ message }) => message,
      ),
    ).toEqual(["*Counter* in *consumer* changed: the order of its branches."]);
  });

  it("tells a move on the canvas from a change", () => {
    const after = structuredClone(before);
    const [producer] = after.producers;
    if (producer) producer.position = { x: 8, y: 8 };
    const changes = diffFlows(before, after, testNodes);
    expect(changes.map(({ kind }) => kind)).toEqual(["moved"]);
    expect(countedChanges(changes)).toEqual([]);
  });

  it("follows steps that were added, removed, switched off and put in another order", () => {
    expect(
      sentences((after) => {
        after.consumers[0]?.steps.push({ id: "new", type: "count", config: {} });
        after.consumers[0]?.steps.reverse();
        const only = after.consumers[1]?.steps[0];
        if (only) only.disabled = true;
      }),
    ).toEqual([
      "added: *Counter* in *consumer* is new.",
      "changed: The steps of *consumer* are in another order.",
      "changed: *Counter* in *consumer2* is switched off.",
    ]);
  });

  it("says what became of cards and wires", () => {
    expect(
      sentences((after) => {
        after.consumers.pop();
        const [producer] = after.producers;
        if (producer) producer.topic = "order.new";
        after.topics.push({ name: "order.new" });
      }),
    ).toEqual([
      "changed: *source* now publishes to `order.new`.",
      "added: `order.new` is new here.",
      "removed: *consumer2* is removed.",
    ]);
  });
});
