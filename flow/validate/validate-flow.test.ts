import { describe, expect, it } from "vitest";
import type { FlowDocument } from "../document/flow-document";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { isDeployable, validateFlow } from "./validate-flow";

const mail = { mail: { to: "{{ data.email }}" } };
const paid = { condition: { match: "all", rows: [{ field: "data.paid", operator: "is-yes" }] } };

function messages(document: FlowDocument): string[] {
  return validateFlow(document, testNodes).map(({ message }) => message);
}

describe("validateFlow", () => {
  it("finds nothing in a finished flow", () => {
    const document = flowOf("source > order.placed > only, mail", { only: paid, ...mail });
    expect(validateFlow(document, testNodes)).toEqual([]);
  });

  it("says that an empty flow is unfinished", () => {
    expect(validateFlow(flowOf(""), testNodes)).toEqual([
      {
        code: "empty",
        severity: "unfinished",
        at: { kind: "flow" },
        message: "This flow is empty. Choose what makes the events.",
      },
    ]);
  });

  it("names what a step needs, once", () => {
    expect(validateFlow(flowOf("source > order.placed > mail"), testNodes)).toEqual([
      {
        code: "needs-value",
        severity: "unfinished",
        at: { kind: "step", id: "mail", field: "to" },
        message: "*Send e-mail* needs a recipient.",
      },
    ]);
  });

  it("tells a wrong value from a missing one", () => {
    const document = flowOf("source > a > mail", { mail: { to: "x", subject: "far longer than twenty" } });
    const [issue] = validateFlow(document, testNodes);
    expect(issue).toMatchObject({ severity: "problem", at: { field: "subject" } });
    expect(issue?.message).toContain("*Send e-mail*, Subject:");
  });

  it("does not look into disabled steps", () => {
    const document = flowOf("source > a > mail, count");
    const step = document.consumers[0]?.steps[0];
    if (step) step.disabled = true;
    expect(messages(document)).toEqual([]);
  });

  it("asks for a condition that has no rows", () => {
    const only = { condition: { match: "all", rows: [] } };
    expect(messages(flowOf("source > a > only", { only }))).toEqual(["*Go on only if* needs a condition."]);
  });

  it("finds unwired and unnamed cards", () => {
    const document = flowOf("source\n> a > count");
    const [producer] = document.producers;
    const [consumer] = document.consumers;
    if (!producer || !consumer) throw new Error("the drawing has both");
    producer.name = "";
    consumer.when = [];
    expect(messages(document)).toEqual([
      "*This producer* needs a topic to publish to. *Choose a topic*",
      "*consumer* reacts to nothing yet. *Choose a topic*",
      "This producer needs a name.",
      "Nothing publishes to `a` yet.",
      "Nobody reacts to `a` yet. Its events are kept.",
    ]);
  });

  it("looks at other flows before it misses a producer or a consumer", () => {
    const document = flowOf("> a > count");
    expect(isDeployable(validateFlow(document, testNodes))).toBe(true);
    expect(validateFlow(document, testNodes, { published: new Set(["a"]), consumed: new Set() })).toEqual([]);
  });

  it("asks a Publish for its topic, in one sentence", () => {
    const document = flowOf("source > a > publish");
    expect(messages(document)).toEqual(["*Publish* needs a topic. *Choose a topic*"]);
  });

  it("asks every branch but the last for a condition", () => {
    const document = flowOf("source > a > split");
    expect(messages(document)).toEqual(["*Route* needs a branch."]);
    const step = document.consumers[0]?.steps[0];
    if (!step) throw new Error("the drawing has a step");
    step.branches = [
      { id: "one", name: "Large", steps: [] },
      { id: "two", steps: [] },
    ];
    expect(messages(document)).toEqual([
      "*Route*: branch *Large* needs a condition. Only the last one is “Otherwise”.",
    ]);
  });

  it("blocks a loop without exit, and lets one with an exit be", () => {
    const loop = "source > a > count > b\n> b > count > a";
    expect(messages(flowOf(loop))).toEqual([
      "Events go round *consumer* and *consumer2* without end. Add *Go on only if*, a Route or a wait before the Publish.",
    ]);
    expect(messages(flowOf("source > a > only > b\n> b > count > a", { only: paid }))).toEqual([]);
  });

  it("finds expressions that cannot be read, in forms and in branches", () => {
    const document = flowOf("source > a > mail, only, split", {
      mail: { to: "{{ data.email }}", subject: "Hello {{ dta.name }}" },
      only: { condition: { expression: "data.total > " } },
    });
    const route = document.consumers[0]?.steps[2];
    if (!route) throw new Error("the drawing has three steps");
    route.branches = [{ id: "one", condition: { expression: "sze(data.items) > 1" }, steps: [] }];
    const issues = validateFlow(document, testNodes);
    expect(issues.map(({ code, at }) => [code, at.id, at.field])).toEqual([
      ["wrong-expression", "mail", "subject"],
      ["wrong-expression", "only", "condition"],
      ["wrong-expression", "one", "condition"],
    ]);
    expect(issues[0]?.message).toContain(
      "*Send e-mail*, Subject: There is no name `dta`. Did you mean `data`?",
    );
  });

  it("finds secrets in plain text, and leaves templates alone", () => {
    const headers = [
      { field: "Authorization", value: "Bearer 0123456789" },
      { field: "X-Customer", value: "0123456789" },
      { field: "x-api-key", value: "{{ data.key }}" },
    ];
    const issues = validateFlow(flowOf("source > a > mail", { mail: { to: "x", headers } }), testNodes);
    expect(issues.map(({ code, at }) => [code, at.field])).toEqual([["plain-secret", "headers"]]);
  });

  it("finds types that are not installed, ids and names used twice", () => {
    const document = flowOf("source > a > fax\nsource > a > count");
    for (const producer of document.producers) producer.name = "Shop";
    for (const consumer of document.consumers) consumer.id = "same";
    expect(validateFlow(document, testNodes).map(({ code, severity }) => [code, severity])).toEqual([
      ["unknown-type", "problem"],
      ["duplicate-id", "problem"],
      ["duplicate-name", "warning"],
    ]);
  });
});
