import { expect, it } from "vitest";
import type { FlowDocument } from "@/flow/document/flow-document";
import { removeStep, renameStep } from "@/flow/edit/step-commands";
import { flowOf } from "@/flow/testing/flow-of";
import { testNodes as nodes } from "@/flow/testing/test-nodes";
import { type Joined, joinTheirs, type Question, withTheirs } from "./questions";

const base = flowOf("source > placed > mail, count", { mail: { to: "a@b.test" } });
const mine = renameStep(base, "mail", "Mine");
const added = { id: "wait1", type: "wait", config: {} };
const theirs: FlowDocument = {
  ...renameStep(base, "mail", "Bob's"),
  consumers: renameStep(base, "mail", "Bob's").consumers.map((consumer) => ({
    ...consumer,
    steps: [...consumer.steps, added],
  })),
};

function join(
  states: { base: FlowDocument; mine: FlowDocument; theirs: FlowDocument },
  open: readonly Question[],
) {
  const joined = joinTheirs({ ...states, nodes }, open);
  if (!joined) throw new Error("These cannot be joined.");
  return joined;
}
const steps = (document: FlowDocument) => document.consumers[0]?.steps.map(({ id, name }) => name ?? id);
const theQuestion = ({ questions: [question] }: Joined): Question => {
  if (!question) throw new Error("Nothing is asked.");
  return question;
};

it("takes away what they took away again while a question is open, and goes on asking", () => {
  const first = join({ base, mine, theirs }, []);
  expect(steps(first.document)).toEqual(["Mine", "count", "wait1"]);
  const next = join(
    { base: theirs, mine: first.document, theirs: removeStep(theirs, "wait1") },
    first.questions,
  );
  expect(steps(next.document)).toEqual(["Mine", "count"]);
  expect(next.questions.map(({ conflict }) => conflict.key)).toEqual(["step:mail name"]);
  expect(steps(withTheirs(next.document, theQuestion(next)))).toEqual(["Bob's", "count"]);
});

it("takes their answer alone: what was removed here since stays away", () => {
  const first = join({ base, mine, theirs }, []);
  const without = removeStep(first.document, "wait1");
  expect(steps(withTheirs(without, theQuestion(first)))).toEqual(["Bob's", "count"]);
});

it("does not ask any more when they have come to the same", () => {
  const first = join({ base, mine, theirs }, []);
  const agreed = renameStep(theirs, "mail", "Mine");
  expect(join({ base: theirs, mine: first.document, theirs: agreed }, first.questions).questions).toEqual([]);
});
