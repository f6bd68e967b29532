import { describe, expect, it } from "vitest";
import { emptyFlow, flowDocumentSchema } from "../document/flow-document";
import { findStep } from "../graph/step-tree";
import { wiresOf } from "../graph/wires";
import { connect } from "./connect";
import { testFlow, testNodes } from "./edit-fixture";
import { addNewConsumer, addNewProducer, answerProducer, joinByTopic, newStep } from "./new-cards";
import { idSource } from "./new-ids";
import { removeCards, removeWire } from "./remove-cards";
import { removeTopic, renameTopic } from "./topic-commands";

const wireIds = (document: ReturnType<typeof testFlow>) => wiresOf(document, testNodes).map(({ id }) => id);

describe("topics", () => {
  it("renames everything that names the topic", () => {
    const renamed = renameTopic(testFlow(), "user.paid", "user.upgraded", testNodes);
    expect(renamed.consumers[1]?.when).toEqual(["user.upgraded"]);
    expect(findStep(renamed, "publish1")?.step.config).toEqual({ topic: "user.upgraded" });
    expect(wireIds(renamed)).toContain("when:thanks:user.upgraded");
  });

  it("joins two topics when the new name exists in the flow", () => {
    const renamed = renameTopic(testFlow(), "user.paid", "signed.up", testNodes);
    expect(renamed.topics).toHaveLength(1);
    expect(flowDocumentSchema.safeParse(renamed).success).toBe(true);
  });

  it("goes with its wires and leaves the step that published", () => {
    const removed = removeTopic(testFlow(), "user.paid", testNodes);
    expect(findStep(removed, "publish1")?.step.config).toEqual({});
    expect(wireIds(removed)).toEqual(["send:form1", "when:welcome:signed.up"]);
  });
});

describe("cards", () => {
  it("counts what goes with removed cards", () => {
    const removed = removeCards(testFlow(), ["topic:signed.up", "consumer:thanks"], testNodes);
    expect([removed.cards, removed.wires]).toEqual([2, 3]);
  });

  it("removes a wire of each kind", () => {
    for (const id of wireIds(testFlow())) {
      expect(wireIds(removeWire(testFlow(), id, testNodes))).not.toContain(id);
    }
  });

  it("draws a first flow: producer, topic, consumer in columns with straight wires", () => {
    const ids = idSource(emptyFlow("x"), () => 0.1);
    const form = testNodes.producer("form");
    const mail = testNodes.step("mail");
    if (!form || !mail) throw new Error("fixture");
    const added = addNewProducer(emptyFlow("First"), form, ids);
    const wired = answerProducer(added.document, added.producer.id, "User signed up");
    const { document } = addNewConsumer(
      wired,
      { name: "Send e-mail", when: ["user.signed.up"], steps: [newStep(mail, [], ids)] },
      ids,
    );
    expect(flowDocumentSchema.safeParse(document).success).toBe(true);
    expect(document.producers[0]?.position).toEqual({ x: 0, y: 0 });
    expect(document.topics[0]?.position).toEqual({ x: 280, y: 4 });
    expect(document.consumers[0]?.position).toEqual({ x: 576, y: -27 });
  });
});

describe("connect", () => {
  const flow = testFlow();
  it.each([
    [{ kind: "producer", id: "form1" }, { kind: "topic", id: "user.paid" }, "done"],
    [{ kind: "producer", id: "form1" }, { kind: "topic", id: "signed.up" }, "nothing"],
    [{ kind: "producer", id: "form1" }, { kind: "consumer", id: "thanks" }, "ask-topic"],
    [{ kind: "producer", id: "form1" }, { kind: "empty" }, "choose-topic"],
    [{ kind: "producer", id: "form1" }, { kind: "producer", id: "form1" }, "refused"],
    [{ kind: "topic", id: "signed.up" }, { kind: "consumer", id: "thanks" }, "any-or-all"],
    [{ kind: "topic", id: "signed.up" }, { kind: "consumer", id: "welcome" }, "nothing"],
    [{ kind: "topic", id: "signed.up" }, { kind: "empty" }, "pick-step"],
    [{ kind: "topic", id: "signed.up" }, { kind: "topic", id: "user.paid" }, "copy-on"],
    [{ kind: "consumer", id: "thanks" }, { kind: "topic", id: "signed.up" }, "add-publish"],
    [{ kind: "consumer", id: "thanks" }, { kind: "consumer", id: "welcome" }, "ask-topic"],
    [{ kind: "consumer", id: "thanks" }, { kind: "producer", id: "form1" }, "refused"],
    [{ kind: "step", id: "publish1" }, { kind: "topic", id: "signed.up" }, "done"],
    [{ kind: "step", id: "publish1" }, { kind: "topic", id: "user.paid" }, "nothing"],
  ] as const)("%o to %o is %s", (from, to, kind) => {
    expect(connect(flow, from, to, testNodes).kind).toBe(kind);
  });

  it("says what was replaced", () => {
    const result = connect(
      flow,
      { kind: "producer", id: "form1" },
      { kind: "topic", id: "user.paid" },
      testNodes,
    );
    expect(result).toMatchObject({ notice: "Sign-up form now publishes to user.paid." });
  });

  it("puts a topic between two consumers", () => {
    const publish = (topic: string) => ({ id: "new1", type: "publish", config: { topic } });
    const joined = joinByTopic(flow, { kind: "consumer", id: "thanks" }, "welcome", "Thanks sent", publish);
    expect(wireIds(joined)).toEqual(expect.arrayContaining(["publish:new1", "when:welcome:thanks.sent"]));
  });
});
