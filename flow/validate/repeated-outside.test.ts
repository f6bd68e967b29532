import { expect, it } from "vitest";
import * as z from "zod";
import { nodeLookup } from "../node/node-lookup";
import { defineStep } from "../node/step-definition";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { validateFlow } from "./validate-flow";

const order = defineStep({
  type: "order",
  version: 1,
  title: "Order goods",
  summary: "For tests.",
  icon: "hash",
  group: "act",
  synonyms: [],
  propose: () => ({}),
  isOutside: true,
  ifRepeated: ({ isSafe }) => (isSafe === true ? undefined : "the goods may come twice"),
  config: z.looseObject({}),
  row: () => "Order goods",
});
const nodes = nodeLookup([order], testNodes.producers);

function warnings(attempts: number, config: { isSafe: boolean }): string[] {
  const document = flowOf("source > orders > order", { order: config });
  const [consumer] = document.consumers;
  if (consumer) consumer.failure = { ...consumer.failure, attempts };
  return validateFlow(document, nodes).map(({ message }) => message);
}

it("warns of a retry that does again what may be done already", () => {
  expect(warnings(3, { isSafe: false })).toEqual([
    "*Order goods* is tried up to 3 times: when a try ends without an answer, the goods may come twice.",
  ]);
  expect(warnings(1, { isSafe: false })).toEqual([]);
  expect(warnings(3, { isSafe: true })).toEqual([]);
});
