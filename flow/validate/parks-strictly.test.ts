import { expect, it } from "vitest";
import type { FailurePolicy, Order } from "../document/flow-document";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { isDeployable, validateFlow } from "./validate-flow";

function issuesWith(order: Order, whenGivenUp: FailurePolicy["whenGivenUp"]) {
  const document = flowOf("source > orders > count");
  for (const consumer of document.consumers) {
    consumer.order = order;
    consumer.failure = { ...consumer.failure, whenGivenUp };
  }
  return validateFlow(document, testNodes);
}

it("refuses to park a key where all events come strictly one after the other", () => {
  const issues = issuesWith({ mode: "strict" }, "park");
  expect(issues.map(({ code, at }) => [code, at.kind, at.field])).toEqual([
    ["parks-strictly", "consumer", "whenGivenUp"],
  ]);
  expect(isDeployable(issues)).toBe(false);
});

it("lets every other choice be", () => {
  expect(issuesWith({ mode: "strict" }, "stop")).toEqual([]);
  expect(issuesWith({ mode: "strict" }, undefined)).toEqual([]);
  expect(issuesWith({ mode: "key", lanes: 4 }, "park")).toEqual([]);
  expect(issuesWith({ mode: "none" }, "park")).toEqual([]);
});
