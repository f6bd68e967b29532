import { expect, it } from "vitest";
import type { FlowDocument } from "../document/flow-document";
import { renameStep } from "../edit/step-commands";
import { updateStep } from "../graph/step-tree";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { conflictWords } from "./conflict-words";
import { mergeFlows } from "./merge-flows";

const base = flowOf("source > placed > mail, count", { mail: { to: "a@b.test", subject: "Hello" } });
const withSubject = (document: FlowDocument, subject: string) =>
  updateStep(document, "mail", (step) => ({ ...step, config: { ...step.config, subject } }));
const withoutConsumers = (document: FlowDocument): FlowDocument => ({ ...document, consumers: [] });

function questions(mine: FlowDocument, theirs: FlowDocument): string[] {
  const conflicts = mergeFlows({ base, mine, theirs, nodes: testNodes })?.conflicts ?? [];
  return conflicts.map((conflict) => conflictWords(conflict, { mine, theirs, nodes: testNodes, by: "Mia" }));
}

it("asks about a value that both wrote, by the label of its form", () => {
  expect(questions(withSubject(base, "Welcome"), withSubject(base, "Good day"))).toEqual([
    "Mia changed *Subject* of *Send e-mail* to “Good day”; you wrote “Welcome”.",
  ]);
});

it("asks nothing about two values of one step", () => {
  expect(questions(withSubject(base, "Welcome"), renameStep(base, "mail", "Greet"))).toEqual([]);
});

it("asks about what one removed and the other changed", () => {
  const consumer = base.consumers[0]?.name;
  expect(questions(withSubject(base, "Welcome"), withoutConsumers(base))).toEqual([
    `Mia removed *${consumer}*; you changed it.`,
  ]);
  expect(questions(withoutConsumers(base), withSubject(base, "Welcome"))).toEqual([
    `You removed *${consumer}*; Mia changed it.`,
  ]);
});

it("gives either side what was chosen", () => {
  const [mine, theirs] = [withSubject(base, "Welcome"), withoutConsumers(base)];
  const key = "removed consumer:consumer";
  const chosen = (side: "mine" | "theirs") =>
    mergeFlows({ base, mine, theirs, nodes: testNodes, choices: new Map([[key, side]]) })?.document;
  expect(chosen("mine")).toBe(mine);
  expect(chosen("theirs")).toEqual(theirs);
});

it("puts the steps that both added at one place behind each other, in the same order for both", () => {
  const added = (id: string): FlowDocument => ({
    ...base,
    consumers: base.consumers.map((consumer) => ({
      ...consumer,
      steps: [...consumer.steps, { id, type: "count", config: {} }],
    })),
  });
  const idsOf = (mine: FlowDocument, theirs: FlowDocument) =>
    mergeFlows({ base, mine, theirs, nodes: testNodes })?.document.consumers[0]?.steps.map(({ id }) => id);
  expect(idsOf(added("x"), added("a"))).toEqual(["mail", "count", "a", "x"]);
  expect(idsOf(added("a"), added("x"))).toEqual(["mail", "count", "a", "x"]);
});

it("refuses what cannot be told apart", () => {
  const twice = { ...base, consumers: [...base.consumers, ...base.consumers] };
  expect(mergeFlows({ base, mine: twice, theirs: base, nodes: testNodes })).toBeUndefined();
});
