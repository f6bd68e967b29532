import { describe, expect, it } from "vitest";
import { emptyFlow } from "../document/flow-document";
import { wiresOf } from "../graph/wires";
import { alignedPlaces } from "./align-cards";
import { copyCards, copyStep, readClip, writeClip } from "./clip";
import { testFlow, testNodes } from "./edit-fixture";
import { idSource } from "./new-ids";
import { missingOf, pasteCards, pasteSteps } from "./paste";
import { setPositions } from "./positions";
import { splitConsumer, whyNotSplit } from "./split-consumer";
import { insertStep } from "./step-commands";

const context = (document: ReturnType<typeof testFlow>) => ({
  nodes: testNodes,
  ids: idSource(document, () => 0.2),
  workspace: "shop",
});

describe("paste", () => {
  it("wires copies in the same flow to the topics that are there", () => {
    const flow = testFlow();
    const { document, keys } = pasteCards(
      flow,
      copyCards(flow, ["consumer:thanks", "topic:user.paid"]),
      context(flow),
    );
    expect(keys).toHaveLength(1);
    expect(document.topics).toHaveLength(2);
    expect(document.consumers.at(-1)).toMatchObject({ name: "Thanks 2", when: ["user.paid"] });
  });

  it("brings the topics along that the other flow does not have", () => {
    const empty = emptyFlow("Other");
    const { document } = pasteCards(empty, copyCards(testFlow(), ["consumer:welcome"]), context(testFlow()));
    expect(document.topics.map(({ name }) => name)).toEqual(["signed.up", "user.paid"]);
    expect(wiresOf(document, testNodes)).toHaveLength(2);
  });

  it("lets results follow their steps to the new ids", () => {
    const flow = insertStep(
      testFlow(),
      { consumerId: "thanks", index: 0 },
      {
        id: "look1",
        type: "lookup",
        config: { a: "{{ steps.look1.body }}", b: 'steps["look1"].x', c: "steps.look12" },
      },
    );
    const place = { consumerId: "thanks", index: 9 };
    const { document, steps } = pasteSteps(flow, copyStep(flow, "look1"), { ...context(flow), place });
    const id = steps[0] ?? "";
    expect(document.consumers[1]?.steps.at(-1)).toMatchObject({
      id,
      config: { a: `{{ steps.${id}.body }}`, b: `steps.${id}.x`, c: "steps.look12" },
    });
  });

  it("names what is missing", () => {
    const clip = copyStep(testFlow(), "mail1");
    const unknown = { ...clip, steps: clip.steps.map((step) => ({ ...step, type: "fax" })) };
    expect(missingOf(unknown, testNodes, "shop")).toEqual(["the step type `fax`"]);
  });

  it("reads nothing from other text", () => {
    expect(readClip("hello")).toBeUndefined();
    expect(readClip('{"a":1}')).toBeUndefined();
    expect(readClip(writeClip(copyStep(testFlow(), "mail1")))?.steps).toHaveLength(1);
  });
});

describe("split", () => {
  const publish = (topic: string) => ({ id: "pub9", type: "publish", config: { topic } });

  it("moves a step and all below behind a new topic", () => {
    const flow = testFlow();
    const split = splitConsumer(
      flow,
      "mail1",
      "welcome.checked",
      publish,
      idSource(flow, () => 0.2),
    );
    expect(
      split?.document.consumers.map(({ name, when, steps }) => [name, when, steps.map(({ id }) => id)]),
    ).toEqual([
      ["Welcome", ["signed.up"], ["set1", "route1", "pub9"]],
      ["Thanks", ["user.paid"], ["mail2"]],
      ["Welcome 2", ["welcome.checked"], ["mail1"]],
    ]);
  });

  it("says why not", () => {
    expect(whyNotSplit(testFlow(), "set1")).toBe("There is nothing above this step.");
    expect(whyNotSplit(testFlow(), "publish1")).toBe("Split outside of the branches.");
  });
});

describe("align", () => {
  const placed = setPositions(
    testFlow(),
    new Map([
      ["topic:signed.up", { x: 0, y: 0 }],
      ["topic:user.paid", { x: 40, y: 100 }],
      ["producer:form1", { x: 300, y: 400 }],
    ]),
  );
  it("puts wires on one line, edges below each other, and the same room between", () => {
    const keys = ["topic:signed.up", "producer:form1"];
    expect(alignedPlaces(placed, keys, "line").get("producer:form1")).toEqual({ x: 300, y: -4 });
    expect(alignedPlaces(placed, keys, "left").get("producer:form1")).toEqual({ x: 0, y: 400 });
    const spaced = alignedPlaces(
      placed,
      ["topic:signed.up", "topic:user.paid", "producer:form1"],
      "space-down",
    );
    expect(spaced.get("topic:user.paid")).toEqual({ x: 40, y: 200 });
  });
});
