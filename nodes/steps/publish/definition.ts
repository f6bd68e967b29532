import * as z from "zod";
import { topicNameSchema } from "@/flow/document/names";
import { withHints } from "@/flow/node/field-hints";
import { mappedFields } from "@/flow/node/mapped-fields";
import { defineStep } from "@/flow/node/step-definition";

const mappingSchema = z
  .array(z.strictObject({ field: z.string().min(1).max(400), value: z.json() }))
  .max(200);

const config = z.strictObject({
  topic: withHints(topicNameSchema, {
    label: "Topic",
    help: "Sent when all steps here have worked. If one fails, nothing is sent.",
    control: "topic",
    needs: "needs a topic",
  }),
  content: withHints(z.enum(["same", "fields"]).default("same"), {
    label: "What is sent",
    choices: { same: "The event as it is here", fields: "Only these fields" },
  }),
  fields: withHints(mappingSchema.default([]), {
    label: "Fields",
    control: "mapping",
    namesFields: true,
    visibleWhen: { field: "content", is: ["fields"] },
  }),
  key: withHints(z.string().max(4000).optional(), {
    label: "Key (optional)",
    help: "Events with the same key stay in order where a consumer asks for it. Empty: the key of this event.",
    control: "template",
  }),
  subject: withHints(z.string().max(4000).optional(), {
    label: "Subject (optional)",
    help: "What the event is about, such as an order number.",
    control: "template",
  }),
});
type Config = z.infer<typeof config>;

function topicOf(raw: Readonly<Record<string, unknown>>): string | undefined {
  return typeof raw.topic === "string" && raw.topic !== "" ? raw.topic : undefined;
}

export const definition = defineStep({
  type: "publish",
  version: 1,
  title: "Publish",
  summary: "Sends an event to a topic when all steps have worked.",
  icon: "arrow-up-right",
  group: "act",
  synonyms: ["emit", "send event", "produce", "topic", "forward", "output", "queue"],
  config,
  propose: (): Partial<Config> => ({ content: "same", fields: [] }),
  isOutside: false,
  publishes: {
    topicOf,
    withTopic: (raw, topic) => {
      const { topic: _previous, ...rest } = raw;
      return topic === undefined ? rest : { ...rest, topic };
    },
    fields: (raw, fields) => (raw.content === "fields" ? mappedFields(raw.fields, fields) : fields),
  },
  row: (raw) => {
    const topic = topicOf(raw);
    return topic ? `Publish ${topic}` : "Publish";
  },
});
