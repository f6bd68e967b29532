import { describe, expect, it } from "vitest";
import { type FlowDocument, flowDocumentSchema } from "../document/flow-document";
import { findStep } from "../graph/step-tree";
import { addBranch, moveBranch, newBranches, removeBranch } from "./branch-commands";
import { testFlow } from "./edit-fixture";
import { idSource } from "./new-ids";
import { duplicateStep, insertStep, moveStep, nudgeStep, removeStep, setStepDisabled } from "./step-commands";

/** The steps of the first consumer as one line: `set1 route1[publish1|] mail1`. */
function shape(document: FlowDocument, consumer = 0): string {
  const write = (steps: FlowDocument["consumers"][number]["steps"]): string =>
    steps
      .map((step) =>
        step.branches
          ? `${step.id}[${step.branches.map(({ steps: inner }) => write(inner)).join("|")}]`
          : step.id,
      )
      .join(" ");
  return write(document.consumers[consumer]?.steps ?? []);
}

describe("steps", () => {
  it("inserts into a branch and leaves other consumers as they are", () => {
    const before = testFlow();
    const after = insertStep(
      before,
      { consumerId: "welcome", branchId: "otherwise", index: 0 },
      { id: "mail3", type: "mail", config: {} },
    );
    expect(shape(after)).toBe("set1 route1[publish1|mail3] mail1");
    expect(after.consumers[1]).toBe(before.consumers[1]);
  });

  it("moves down within a list to where a person points", () => {
    expect(shape(moveStep(testFlow(), "set1", { consumerId: "welcome", index: 2 }))).toBe(
      "route1[publish1|] set1 mail1",
    );
  });

  it("moves to another consumer", () => {
    const after = moveStep(testFlow(), "mail1", { consumerId: "thanks", index: 0 });
    expect([shape(after), shape(after, 1)]).toEqual(["set1 route1[publish1|]", "mail1 mail2"]);
  });

  it("does not move a step into its own branch", () => {
    const before = testFlow();
    expect(moveStep(before, "route1", { consumerId: "welcome", branchId: "paid", index: 0 })).toBe(before);
  });

  it("walks row by row: into the branch it meets, from branch to branch, and out again", () => {
    let document = testFlow();
    const seen: string[] = [];
    for (let row = 0; row < 5; row += 1) {
      document = nudgeStep(document, "mail1", "up");
      seen.push(shape(document));
    }
    expect(seen).toEqual([
      "set1 route1[publish1|mail1]",
      "set1 route1[publish1 mail1|]",
      "set1 route1[mail1 publish1|]",
      "set1 mail1 route1[publish1|]",
      "mail1 set1 route1[publish1|]",
    ]);
    for (let row = 0; row < 5; row += 1) document = nudgeStep(document, "mail1", "down");
    expect(shape(document)).toBe("set1 route1[publish1|] mail1");
  });

  it("removes, duplicates under new ids and disables", () => {
    const ids = idSource(testFlow(), () => 0.5);
    const copied = duplicateStep(testFlow(), "route1", ids);
    expect(flowDocumentSchema.safeParse(copied).success).toBe(true);
    expect(copied.consumers[0]?.steps[2]?.id).not.toBe("route1");
    expect(shape(removeStep(testFlow(), "route1"))).toBe("set1 mail1");
    expect(findStep(setStepDisabled(testFlow(), "mail2", true), "mail2")?.step.disabled).toBe(true);
  });
});

describe("branches", () => {
  it("keeps Otherwise last and alone", () => {
    const added = addBranch(testFlow(), "route1", "third");
    expect(findStep(added, "route1")?.step.branches?.map(({ id }) => id)).toEqual([
      "paid",
      "third",
      "otherwise",
    ]);
    const moved = moveBranch(moveBranch(added, "third", "up"), "paid", "down");
    expect(findStep(moved, "route1")?.step.branches?.map(({ id }) => id)).toEqual([
      "third",
      "paid",
      "otherwise",
    ]);
    expect(removeBranch(added, "otherwise")).toBe(added);
    expect(shape(removeBranch(testFlow(), "paid"))).toBe("set1 route1[] mail1");
    expect(newBranches(["a", "b"])[1]?.condition).toBeUndefined();
  });
});
