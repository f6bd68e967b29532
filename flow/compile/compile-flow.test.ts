import { describe, expect, it } from "vitest";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { compileFlow } from "./compile-flow";

const ids = { "order.placed": "id-1", "order.paid": "id-2" };

describe("compileFlow", () => {
  it("puts ids for topics, defaults into configs, and leaves disabled steps out", () => {
    const document = flowOf("source > order.placed > count, mail > order.paid", { mail: { to: "x" } });
    const count = document.consumers[0]?.steps[0];
    if (count) count.disabled = true;
    const compiled = compileFlow(document, testNodes, ids);
    if ("issues" in compiled) throw new Error(JSON.stringify(compiled.issues));
    expect(compiled.plan.topicIds).toEqual(ids);
    expect(compiled.plan.producers).toEqual([
      { id: "source", type: "source", name: "source", topicId: "id-1", config: {} },
    ]);
    const [consumer] = compiled.plan.consumers;
    expect(consumer).toMatchObject({ topicIds: ["id-1"], isOutside: true, failure: { attempts: 5 } });
    expect(consumer?.steps.map(({ id, name, config }) => ({ id, name, config }))).toEqual([
      { id: "mail", name: "Send e-mail", config: { to: "x", subject: "Hello", headers: [] } },
      { id: "publish", name: "Publish", config: { topic: "order.paid" } },
    ]);
  });

  it("answers with issues, without warnings, when the flow is unfinished", () => {
    const compiled = compileFlow(flowOf("source > order.placed > mail\n> other > count"), testNodes, ids);
    expect("issues" in compiled && compiled.issues.map(({ code }) => code)).toEqual(["needs-value"]);
  });

  it("refuses a topic that has no id", () => {
    const compiled = compileFlow(flowOf("source > gone > count"), testNodes, ids);
    expect("issues" in compiled && compiled.issues.map(({ message }) => message)).toEqual([
      "There is no topic `gone` in this workspace.",
    ]);
  });
});
