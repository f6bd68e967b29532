import { expect, it } from "vitest";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { validateFlow } from "./validate-flow";

it("asks for a second topic where topics are joined", () => {
  const document = flowOf("source > orders > join");
  const messages = () => validateFlow(document, testNodes).map(({ message }) => message);
  expect(messages()).toEqual(["*Wait for all* needs a second topic. Draw a wire from it to this consumer."]);
  const [consumer] = document.consumers;
  consumer?.when.push("payments");
  expect(messages()).not.toContain(
    "*Wait for all* needs a second topic. Draw a wire from it to this consumer.",
  );
});
