import * as z from "zod";
import { defineProducer } from "@/flow/node/producer-definition";

export const definition = defineProducer({
  type: "web-address",
  version: 1,
  title: "Web address",
  summary: "Gives you an address; whatever is sent to it becomes an event.",
  icon: "webhook",
  synonyms: ["webhook", "http", "api", "curl", "post", "url", "endpoint", "cloudevents"],
  config: z.strictObject({}),
  defaults: {},
  proposedName: "Web address",
  proposedTopic: "event.received",
  entry: "address",
  fields: () => [],
  row: () => "Web address",
});
