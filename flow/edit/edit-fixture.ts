import * as z from "zod";
import { emptyFlow, type FlowDocument, flowDocumentSchema } from "../document/flow-document";
import { nodeLookup } from "../node/node-lookup";
import { defineProducer } from "../node/producer-definition";
import { defineStep, type StepDefinition } from "../node/step-definition";

/** Small node types of its own: the commands know types only through their definitions. */
const free = z.record(z.string(), z.unknown());
const step = (type: string, more: Partial<Omit<StepDefinition, "config">> = {}) =>
  defineStep<unknown>({
    type,
    version: 1,
    title: type,
    summary: type,
    icon: "square",
    group: "act",
    synonyms: [],
    config: free,
    propose: () => ({}),
    isOutside: false,
    row: () => type,
    ...more,
  });

export const testNodes = nodeLookup(
  [
    step("mail"),
    step("lookup", { resultFields: [{ name: "body", title: "Answer", type: "object" }] }),
    step("set", {
      dataAfter: (config, fields) => [
        ...fields,
        { path: `data.${String(config.field)}`, title: String(config.field), type: "text" },
      ],
    }),
    step("route", { isBranching: true }),
    step("publish", {
      publishes: {
        topicOf: (config) => (typeof config.topic === "string" ? config.topic : undefined),
        withTopic: (config, topic) => ({ ...config, topic }),
      },
    }),
  ],
  [
    defineProducer<Record<string, unknown>>({
      type: "form",
      version: 1,
      title: "Form",
      summary: "A form",
      icon: "square",
      synonyms: [],
      config: free,
      defaults: {},
      proposedName: "Sign-up form",
      proposedTopic: "form.sent",
      entry: "form",
      fields: () => [{ path: "data.email", title: "E-mail", type: "text", sample: "ana@example.com" }],
      row: () => "form",
    }),
  ],
);

/** form → signed-up → (set, route[if paid: publish → paid, otherwise: nothing], mail) and paid → (mail). */
export function testFlow(): FlowDocument {
  return flowDocumentSchema.parse({
    ...emptyFlow("Test"),
    producers: [{ id: "form1", type: "form", name: "Sign-up form", topic: "signed.up", config: {} }],
    topics: [{ name: "signed.up" }, { name: "user.paid" }],
    consumers: [
      {
        id: "welcome",
        name: "Welcome",
        when: ["signed.up"],
        steps: [
          { id: "set1", type: "set", config: { field: "greeting" } },
          {
            id: "route1",
            type: "route",
            config: {},
            branches: [
              {
                id: "paid",
                condition: { match: "all", rows: [{ field: "data.paid", operator: "is-yes" }] },
                steps: [{ id: "publish1", type: "publish", config: { topic: "user.paid" } }],
              },
              { id: "otherwise", steps: [] },
            ],
          },
          { id: "mail1", type: "mail", config: {} },
        ],
      },
      {
        id: "thanks",
        name: "Thanks",
        when: ["user.paid"],
        steps: [{ id: "mail2", type: "mail", config: {} }],
      },
    ],
  });
}
