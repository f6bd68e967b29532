import * as z from "zod";
import { conditionSchema } from "../document/condition";
import { topicNameSchema } from "../document/names";
import { withHints } from "../node/field-hints";
import { type NodeLookup, nodeLookup } from "../node/node-lookup";
import { defineProducer } from "../node/producer-definition";
import { defineStep } from "../node/step-definition";

const plain = {
  version: 1,
  summary: "For tests.",
  icon: "hash",
  group: "act",
  synonyms: [],
  propose: () => ({}),
  isOutside: false,
} as const;

const source = defineProducer({
  type: "source",
  version: 1,
  title: "Source",
  summary: "For tests.",
  icon: "webhook",
  synonyms: [],
  config: z.strictObject({}),
  defaults: {},
  proposedName: "Source",
  proposedTopic: "event.received",
  entry: "address",
  fields: () => [],
  row: () => "source",
});

const only = defineStep({
  ...plain,
  type: "only",
  title: "Go on only if",
  mayStop: true,
  config: z.strictObject({
    condition: withHints(conditionSchema, {
      label: "Condition",
      control: "condition",
      needs: "needs a condition",
    }),
  }),
  row: () => "Go on only if",
});

const wait = defineStep({
  ...plain,
  type: "wait",
  title: "Delay",
  mayStop: true,
  waits: true,
  config: z.strictObject({}),
  row: () => "Wait",
});

const join = defineStep({
  ...plain,
  type: "join",
  title: "Wait for all",
  joins: true,
  config: z.strictObject({}),
  row: () => "Wait for all",
});

const split = defineStep({
  ...plain,
  type: "split",
  title: "Route",
  isBranching: true,
  takesFirstBranch: () => true,
  config: z.strictObject({}),
  row: () => "Route",
});

const mail = defineStep({
  ...plain,
  type: "mail",
  title: "Send e-mail",
  isOutside: true,
  config: z.strictObject({
    to: withHints(z.string().min(1), { label: "To", control: "template", needs: "needs a recipient" }),
    subject: withHints(z.string().max(20).default("Hello"), { label: "Subject", control: "template" }),
    headers: withHints(z.array(z.strictObject({ field: z.string(), value: z.string() })).default([]), {
      label: "Headers",
      control: "mapping",
    }),
  }),
  row: () => "Send e-mail",
});

const count = defineStep({
  ...plain,
  type: "count",
  title: "Counter",
  config: z.strictObject({}),
  row: () => "Counter",
});

const publish = defineStep({
  ...plain,
  type: "publish",
  title: "Publish",
  config: z.strictObject({
    topic: withHints(topicNameSchema, { label: "Topic", control: "topic", needs: "needs a topic" }),
  }),
  publishes: {
    topicOf: ({ topic }) => (typeof topic === "string" && topic !== "" ? topic : undefined),
    withTopic: (config, topic) => ({ ...config, topic }),
  },
  row: () => "Publish",
});

/** A small installation for tests of `flow/`, which may not know the real nodes: one of each kind that rules look at. */
export const testNodes: NodeLookup = nodeLookup([only, wait, join, split, mail, count, publish], [source]);
