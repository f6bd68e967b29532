import * as z from "zod";
import { deliveryStatuses } from "@/flow/delivery/delivery-status";
import type { AttemptTrace } from "@/flow/delivery/delivery-trace";
import { traceModes } from "@/flow/delivery/trace-mode";
import { traceGaps } from "../events/event-deliveries";
import { paceSchema, replayStates } from "../replay/replay-schemas";

// What the REST API shows. A field that is not named here is not sent, so that inner changes stay inner.

/** A time; RFC 3339 in JSON. */
const instant = z.date().meta({ type: "string", format: "date-time" });
const instantOrNull = z
  .date()
  .nullable()
  .meta({ type: ["string", "null"], format: "date-time" });
const count = z.int().min(0);

export const flowResource = z
  .object({
    slug: z.string().meta({ description: "Its name in addresses.", example: "order-fan-out" }),
    name: z.string(),
    description: z.string().optional(),
    state: z.enum(["draft", "live", "paused"]),
    revision: z
      .int()
      .nullable()
      .meta({ description: "Number of the revision that runs; null when none does." }),
    undeployedChanges: count,
    savedAt: instant,
    savedBy: z.string(),
    eventsPerMinute: z.number(),
    deadLastHour: count,
    retrying: count,
  })
  .meta({ id: "Flow" });

export const flowDetailResource = z
  .object({
    slug: z.string(),
    name: z.string(),
    state: z.enum(["draft", "live", "paused"]),
    version: z.int().meta({ description: "Of the draft; raised by every save." }),
    savedAt: instant,
    savedBy: z.string(),
    document: z.unknown().meta({ description: "The draft; see flow.schema.json.", type: "object" }),
    live: z.object({ revision: z.int(), deployedAt: instant, deployedBy: z.string() }).nullable(),
    producers: z.array(
      z.object({
        nodeId: z.string().meta({ description: "Id of the producer in the document." }),
        address: z
          .string()
          .optional()
          .meta({ description: "Where its events are sent to; whoever knows it may send." }),
        formAddress: z.string().optional(),
        keptSamples: count,
      }),
    ),
  })
  .meta({ id: "FlowDetail" });

export const savedFlowResource = z
  .object({
    slug: z.string(),
    version: z.int(),
    isNew: z.boolean(),
    changes: z.array(z.object({ kind: z.string(), message: z.string() })),
  })
  .meta({ id: "SavedFlow" });

export const deployedResource = z
  .object({
    revision: z.int(),
    isNew: z
      .boolean()
      .meta({ description: "False when nothing had changed: the revision was live already." }),
  })
  .meta({ id: "Deployed" });

const flowName = z.object({ slug: z.string(), name: z.string() });

export const topicResource = z
  .object({
    name: z.string(),
    description: z.string().nullable(),
    createdAt: instant,
    head: count.meta({ description: "Offset of the last event; 0 for an empty topic." }),
    storedEvents: count,
    eventsPerMinute: z.number(),
    lastEventAt: instantOrNull,
    consumers: count,
    keepDays: z.number().nullable().meta({ description: "Null: events stay for ever." }),
    keepEvents: z.number().nullable().meta({ description: "Null: all of them stay." }),
    keepTraceDays: z.number().nullable(),
    keepTraces: z.enum(traceModes).meta({ description: "Of which deliveries the trace is written." }),
    heldBack: count.meta({ description: "Events that would be deleted by now, and are still needed." }),
    heldBackBy: z.array(z.string()).meta({ description: "Consumers and replays that need them." }),
    pause: z
      .enum(["draining", "paused"])
      .nullable()
      .meta({ description: "draining: nothing new is handed out from it; paused: nothing at all." }),
    pausedBy: z.string().nullable(),
    stillOpen: count.meta({ description: "Deliveries that are on their way while it drains." }),
    publishedBy: z.array(flowName),
    readBy: z.array(flowName),
  })
  .meta({ id: "Topic" });

export const consumerResource = z
  .object({
    subscriptionId: z.string(),
    consumerName: z.string(),
    flowSlug: z.string(),
    flowName: z.string(),
    topic: z.string(),
  })
  .meta({ id: "Consumer" });

/** For the documentation: these answers are written as text, so that payloads stay as they were received. */
export const storedEventResource = z
  .object({
    topic: z.string(),
    offset: z.int().min(1),
    receivedAt: z.iso.datetime(),
    isTest: z.boolean(),
    hops: count.meta({ description: "Events before this one along causation." }),
    event: z
      .looseObject({ specversion: z.literal("1.0"), id: z.string(), source: z.string(), type: z.string() })
      .meta({
        description: "The event in the CloudEvents 1.0 JSON format; JSON data is the text that was received.",
      }),
  })
  .meta({ id: "StoredEvent" });

export const eventPageResource = z
  .object({
    events: z.array(storedEventResource),
    next: count.meta({ description: "Give it as `after` to go on." }),
    head: count.meta({ description: "Offset of the last event of the topic." }),
  })
  .meta({ id: "EventPage" });

/** Written by the workers and passed on as it is. */
const attempts = z.custom<readonly AttemptTrace[]>(Array.isArray).meta({
  type: "array",
  description: "What every step did, attempt by attempt; secrets were removed when it was written.",
  items: {
    type: "object",
    properties: {
      attempt: { type: "integer" },
      startedAt: { type: "string", format: "date-time" },
      durationMs: { type: "number" },
      steps: { type: "array", items: { type: "object" } },
    },
  },
});

export const deliveryResource = z
  .object({
    id: z.string(),
    flowSlug: z.string(),
    revision: z.int(),
    consumerId: z.string(),
    consumerName: z.string(),
    run: z.int().meta({ description: "0 is live; every replay has a number of its own." }),
    status: z.enum(deliveryStatuses),
    reason: z.string().nullable(),
    message: z.string().nullable(),
    attempts: count,
    dueAt: instantOrNull,
    firstAt: instant,
    finishedAt: instantOrNull,
    durationMs: z.number(),
    trace: attempts,
    traceGap: z.enum(traceGaps).nullable().meta({
      description:
        "Why the trace of a delivery that went well is empty: not written by the settings of its topic, left out of the sample, or deleted since.",
    }),
  })
  .meta({ id: "Delivery" });

const causationEvent = z.object({
  topic: z.string(),
  offset: z.int(),
  id: z.string(),
  type: z.string(),
  correlationId: z.string(),
  causationId: z.string().nullable(),
  receivedAt: instant,
});

interface CausationNode {
  event: z.output<typeof causationEvent>;
  caused: CausationNode[];
}
const causationNode: z.ZodType<CausationNode> = z
  .object({ event: causationEvent, caused: z.lazy(() => z.array(causationNode)) })
  .meta({ id: "CausationNode" });

export const causationResource = z
  .object({
    trees: z.array(causationNode),
    isCut: z.boolean().meta({ description: "The conversation is longer than what is shown." }),
  })
  .meta({ id: "Causation" });

const quarantinedResource = z.object({
  id: z.string(),
  topic: z.string(),
  status: z.literal("quarantined"),
  reason: z.string(),
});

export const sentResource = z
  .union([
    z.object({ id: z.string(), topic: z.string(), offset: z.int(), duplicate: z.literal(true).optional() }),
    quarantinedResource,
    z.array(
      z.union([
        z.object({
          id: z.string(),
          topic: z.string(),
          offset: z.int(),
          duplicate: z.literal(true).optional(),
        }),
        quarantinedResource,
      ]),
    ),
    z.object({ status: z.literal("kept as sample") }),
  ])
  .meta({ id: "Sent" });

export const replayResource = z
  .object({
    id: z.string(),
    run: z.int(),
    name: z.string(),
    state: z.enum(replayStates).meta({
      description:
        "planning: its events are still being looked at; it starts by itself if that was asked for.",
    }),
    planning: z.object({ looked: count, of: count }).nullable().meta({
      description: "While it is being planned: how many stored events were looked at, of how many.",
    }),
    total: count.meta({
      description: "Events chosen. Each chosen consumer of an event's topic makes one delivery of it.",
    }),
    succeeded: count.meta({ description: "Deliveries, as are the next three." }),
    filtered: count,
    dead: count,
    open: count,
    createdAt: instant,
    createdBy: z.string(),
    startedAt: instantOrNull,
    finishedAt: instantOrNull,
    withOutsideEffects: z.boolean(),
    isDryRun: z.boolean().meta({ description: "Nothing is published, sent or kept; it is only compared." }),
    isCompared: z.boolean(),
    revision: z.enum(["current", "original", "draft"]),
    pace: paceSchema,
    nextAt: instantOrNull.meta({ description: "While one with a schedule runs: when more is handed out." }),
    endsAt: instantOrNull.meta({
      description: "And when the last event is, if no consumer is slower than that.",
    }),
    reason: z.string(),
    subscriptionIds: z.array(z.string()),
  })
  .meta({ id: "Replay" });

export const healthResource = z
  .object({
    status: z.enum(["ok", "no-workers"]),
    consumers: z.array(
      z.object({
        subscriptionId: z.string(),
        flow: z.string(),
        consumer: z.string(),
        topic: z.string(),
        state: z.enum(["active", "draining", "paused"]),
        lag: count,
        retrying: count,
        held: count,
        dead: count,
      }),
    ),
    workers: z.array(
      z.object({ name: z.string(), startedAt: instant, seenAt: instant, isAlive: z.boolean() }),
    ),
  })
  .meta({ id: "Health" });

export const problemResource = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What happened, then what to do." }),
    code: z.string().optional().meta({ description: "Stable name of the refusal, such as `not-found`." }),
  })
  .meta({ id: "Problem" });
