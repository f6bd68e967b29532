import { describe, expect, it } from "vitest";
import { testFlow, testNodes } from "../edit/edit-fixture";
import { allRows, cardRows } from "./card-rows";
import { consumerHeight } from "./card-size";
import { placesOf, ranksOf } from "./columns";
import { fieldsAt, samplePayload, topicFields } from "./fields";
import { inferFields } from "./infer-fields";
import { neighboursOf, reachedFrom } from "./reach";
import { wireWords } from "./wire-words";
import { wiresOf } from "./wires";

describe("wires", () => {
  it("label a publishing row with its branch", () => {
    expect(wiresOf(testFlow(), testNodes).find(({ id }) => id === "publish:publish1")).toMatchObject({
      topic: "user.paid",
      label: "if paid",
    });
  });

  it("are called by the names of their cards, not by ids", () => {
    const flow = testFlow();
    expect(wiresOf(flow, testNodes).map((wire) => wireWords(flow, wire))).toContain(
      "Wire from Welcome to user.paid",
    );
  });

  it("lead arrow keys and reach", () => {
    expect(neighboursOf(testFlow(), testNodes, "topic:user.paid")).toEqual({
      before: ["consumer:welcome"],
      after: ["consumer:thanks"],
    });
    expect(reachedFrom(testFlow(), testNodes, "topic:user.paid").has("producer:form1")).toBe(false);
  });
});

describe("fields", () => {
  it("come from producers, samples, steps above and results", () => {
    const flow = testFlow();
    const sampled = {
      ...flow,
      samples: [{ id: "s1", name: "Paid", topic: "signed.up", data: { paid: true } }],
    };
    const paths = fieldsAt(sampled, testNodes, "welcome", "route1").map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["data.email", "data.paid", "data.greeting", "event.id"]));
    expect(fieldsAt(flow, testNodes, "welcome", "set1").map(({ path }) => path)).not.toContain(
      "data.greeting",
    );
  });

  it("pass through a publishing step to the next topic", () => {
    expect(topicFields(testFlow(), testNodes, "user.paid").map(({ path }) => path)).toEqual([
      "data.email",
      "data.greeting",
    ]);
  });

  it("say which topic has them when only one of two does", () => {
    const flow = testFlow();
    const both = {
      ...flow,
      topics: [...flow.topics, { name: "other" }],
      consumers: flow.consumers.map((consumer) => ({ ...consumer, when: [...consumer.when, "other"] })),
    };
    expect(fieldsAt(both, testNodes, "thanks").find(({ path }) => path === "data.email")?.onlyIn).toEqual([
      "user.paid",
    ]);
  });

  it("stop at loops", () => {
    const flow = testFlow();
    const loop = {
      ...flow,
      consumers: flow.consumers.map((c) => ({ ...c, when: ["signed.up", "user.paid"] })),
    };
    expect(topicFields(loop, testNodes, "user.paid").length).toBeGreaterThan(0);
    expect(ranksOf(loop, testNodes).size).toBe(5);
  });

  it("are read from examples, with paths that expressions accept", () => {
    expect(inferFields({ firstName: "Ana", "e mail": "x", order: { total: 5 }, at: "2026-01-02" })).toEqual([
      { path: "data.firstName", title: "First name", type: "text", sample: "Ana" },
      { path: 'data["e mail"]', title: "E-mail", type: "text", sample: "x" },
      { path: "data.order", title: "Order", type: "object", sample: { total: 5 } },
      { path: "data.order.total", title: "Order › Total", type: "number", sample: 5 },
      { path: "data.at", title: "At", type: "date", sample: "2026-01-02" },
    ]);
    expect(samplePayload(testFlow(), testNodes, "signed.up")).toEqual({ email: "ana@example.com" });
  });
});

describe("cards", () => {
  it("list branches with their steps, and what comes for all of them", () => {
    const consumer = testFlow().consumers[0];
    if (!consumer) throw new Error("fixture");
    expect(cardRows(consumer).map(({ key, depth }) => `${depth} ${key}`)).toEqual([
      "0 step:set1",
      "0 step:route1",
      "1 branch:paid",
      "1 step:publish1",
      "1 branch:otherwise",
      "1 nothing:otherwise",
      "0 then:route1",
      "0 step:mail1",
    ]);
    expect(consumerHeight(consumer)).toBe(2 + 44 + 28 + 1 + 4 * 32 + 4 * 28 + 28 + 1 + 56);
  });

  it("show nine rows and the number of the rest above ten", () => {
    const consumer = testFlow().consumers[1];
    if (!consumer) throw new Error("fixture");
    const steps = Array.from({ length: 15 }, (_, index) => ({ id: `m${index}`, type: "mail", config: {} }));
    const rows = cardRows({ ...consumer, steps });
    expect(rows).toHaveLength(10);
    expect(rows.at(-1)).toMatchObject({ kind: "more", count: 6 });
    expect(allRows({ ...consumer, steps })).toHaveLength(15);
  });

  it("stand in columns without touching when nobody placed them", () => {
    const places = placesOf(testFlow(), testNodes);
    expect([...places.values()].map(({ x }) => x)).toEqual([0, 280, 576, 920, 1216]);
    // Ports on one line: wires come out straight.
    expect(places.get("topic:signed.up")?.y).toBe((places.get("producer:form1")?.y ?? 0) + 4);
  });
});
