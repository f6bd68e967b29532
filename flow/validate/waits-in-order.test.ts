import { expect, it } from "vitest";
import type { Order } from "../document/flow-document";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { validateFlow } from "./validate-flow";

function messages(order: Order): string[] {
  const document = flowOf("source > orders > wait > orders");
  for (const consumer of document.consumers) consumer.order = order;
  return validateFlow(document, testNodes).map(({ message }) => message);
}

it("says what waits along, and takes a wait for the exit of a loop", () => {
  expect(messages({ mode: "none" })).toEqual([]);
  expect(messages({ mode: "strict" })).toEqual([
    "*Delay*: events stay in order here, so all later events wait, too.",
  ]);
  expect(messages({ mode: "key", lanes: 4 })).toEqual([
    "*Delay*: events stay in order here, so later events of the same key wait, too.",
  ]);
});
