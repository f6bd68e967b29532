import * as z from "zod";
import { conditionSchema } from "./condition";
import { documentIdSchema, topicNameSchema } from "./names";
import { nodeConfigSchema } from "./node-config";

/** Version of the saved format. Raise it together with a migration in `migrations.ts`. */
export const FLOW_FORMAT = 1;

const positionSchema = z.strictObject({ x: z.number(), y: z.number() });
const titleSchema = z.string().max(120);

export interface Step {
  id: string;
  type: string;
  name?: string | undefined;
  disabled?: boolean | undefined;
  config: Record<string, z.core.util.JSONType>;
  /** Only steps whose definition is branching have them; the last one without a condition is "Otherwise". */
  branches?: Branch[] | undefined;
}
export interface Branch {
  id: string;
  name?: string | undefined;
  condition?: z.infer<typeof conditionSchema> | undefined;
  steps: Step[];
}

const branchSchema: z.ZodType<Branch> = z.strictObject({
  id: documentIdSchema,
  name: titleSchema.optional(),
  condition: conditionSchema.optional(),
  get steps() {
    return z.array(stepSchema).max(100);
  },
});

const stepSchema: z.ZodType<Step> = z.strictObject({
  id: documentIdSchema,
  type: z.string().min(1).max(60),
  name: titleSchema.optional(),
  disabled: z.boolean().optional(),
  config: nodeConfigSchema,
  get branches() {
    return z.array(branchSchema).max(30).optional();
  },
});

const producerSchema = z.strictObject({
  id: documentIdSchema,
  type: z.string().min(1).max(60),
  name: titleSchema,
  topic: topicNameSchema.optional(),
  config: nodeConfigSchema,
  position: positionSchema.optional(),
});

const topicSchema = z.strictObject({
  name: topicNameSchema,
  description: z.string().max(2000).optional(),
  position: positionSchema.optional(),
});

/** What happens when an attempt fails; delays in milliseconds, full jitter is applied on top. */
export const failurePolicySchema = z.strictObject({
  attempts: z.int().min(1).max(50).default(5),
  initialDelayMs: z.int().min(100).max(86_400_000).default(15_000),
  factor: z.number().min(1).max(10).default(4),
  maxDelayMs: z.int().min(100).max(604_800_000).default(900_000),
  /** Time limit of one attempt of one event. */
  timeoutMs: z.int().min(100).max(900_000).default(30_000),
  /** No try begins later than that after the first one; absent: only their number counts. */
  maxAgeMs: z.int().min(100).max(2_592_000_000).optional(),
  /**
   * With order kept, what becomes of the events behind one that is given up: those of its key wait (`park`, where each
   * key has an order of its own), or all (`stop`); absent: they go on.
   */
  whenGivenUp: z.enum(["park", "stop"]).optional(),
});

/** The most events that a consumer is given in any second, minute or hour. */
export const rateSchema = z.strictObject({
  events: z.int().min(1).max(1_000_000),
  per: z.enum(["second", "minute", "hour"]),
});

/** How many events may wait, and how long: what is near to it is shown as urgent. Nothing is held back by it. */
export const backlogLimitSchema = z.strictObject({
  events: z.int().min(1).max(1_000_000_000).optional(),
  ageMs: z.int().min(1_000).max(2_592_000_000).optional(),
});

/** How events of one consumer may overtake each other. */
export const orderSchema = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("none") }),
  z.strictObject({
    mode: z.literal("key"),
    /** Path of the key in the event, as `data.customerId`; absent: the event's partition key. */
    key: z.string().max(400).optional(),
    lanes: z.int().min(1).max(64).default(8),
  }),
  z.strictObject({ mode: z.literal("strict") }),
]);

const consumerSchema = z.strictObject({
  id: documentIdSchema,
  name: titleSchema,
  /** Names of the topics it reacts to. */
  when: z.array(topicNameSchema).max(20),
  order: orderSchema.default({ mode: "none" }),
  failure: failurePolicySchema.prefault({}),
  /** Absent: as many as come. */
  rate: rateSchema.optional(),
  /** Absent: only the age of the oldest counts, and it may be ten minutes. */
  backlog: backlogLimitSchema.optional(),
  steps: z.array(stepSchema).max(100),
  collapsed: z.boolean().optional(),
  position: positionSchema.optional(),
});

/** A named, pinned example event of a topic. */
const sampleSchema = z.strictObject({
  id: documentIdSchema,
  name: titleSchema,
  topic: topicNameSchema,
  data: z.json(),
});

/** Words for people on the drawing, in Markdown. */
const noteSchema = z.strictObject({
  id: documentIdSchema,
  text: z.string().max(4000),
  position: positionSchema,
});

/** A titled frame around some cards, by their card keys; it is where they are. */
const groupSchema = z.strictObject({
  id: documentIdSchema,
  title: titleSchema,
  cards: z.array(z.string().max(120)).max(600),
});

/**
 * A flow as people draw, save, export and deploy it. Edges are never stored: they follow from
 * `producer.topic`, `consumer.when` and the topics that steps publish to.
 */
export const flowDocumentSchema = z.strictObject({
  millrace: z.literal(FLOW_FORMAT),
  name: titleSchema.min(1, "A flow needs a name."),
  description: z.string().max(2000).optional(),
  producers: z.array(producerSchema).max(200),
  topics: z.array(topicSchema).max(200),
  consumers: z.array(consumerSchema).max(200),
  samples: z.array(sampleSchema).max(100).default([]),
  notes: z.array(noteSchema).max(200).optional(),
  groups: z.array(groupSchema).max(100).optional(),
});

export type FlowDocument = z.infer<typeof flowDocumentSchema>;
export type Producer = z.infer<typeof producerSchema>;
export type TopicCard = z.infer<typeof topicSchema>;
export type Note = z.infer<typeof noteSchema>;
export type Group = z.infer<typeof groupSchema>;
export type Consumer = z.infer<typeof consumerSchema>;
export type FailurePolicy = z.infer<typeof failurePolicySchema>;
export type BacklogLimit = z.infer<typeof backlogLimitSchema>;
export type Rate = z.infer<typeof rateSchema>;
export type Order = z.infer<typeof orderSchema>;

/** A flow with nothing drawn yet. */
export function emptyFlow(name: string): FlowDocument {
  return { millrace: FLOW_FORMAT, name, producers: [], topics: [], consumers: [], samples: [] };
}

/** Every step of a consumer in reading order, those inside branches included. */
export function* stepsOf(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    for (const branch of step.branches ?? []) yield* stepsOf(branch.steps);
  }
}
