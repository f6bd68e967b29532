import * as z from "zod";
import { writeCloudEvent } from "@/flow/event/write-cloud-event";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { causationTree } from "../events/causation-tree";
import { eventDeliveries } from "../events/event-deliveries";
import { readTopic } from "../events/read-topic";
import { maxPayloadBytes, sendRequest } from "../events/send-event";
import type { SendTarget } from "../events/send-target";
import { replyOf } from "../gateway/ingest-reply";
import type { StoredEvent } from "../log/read";
import { addEndpoint, type RawBody, type RestApp } from "./endpoint";
import { responseOf } from "./problem-response";
import { queryNumber } from "./query-number";
import {
  causationResource,
  deliveryResource,
  eventPageResource,
  sentResource,
  storedEventResource,
} from "./resources";

const tag = "Events";
const none = z.object({});
const oneTopic = z.object({
  topic: z.string().meta({ description: "Name of the topic.", example: "order.placed" }),
});
const oneEvent = oneTopic.extend({ offset: queryNumber(1) });
const sendQuery = z.object({
  test: z.enum(["true", "false"]).default("false").meta({ description: "Mark the events as tests." }),
});

/** Written as text, so that payloads stay as they were received. */
function storedEventText({ envelope, data, receivedAt }: StoredEvent): string {
  const { topic, offset, isTest, hops } = envelope;
  const at = receivedAt.toISOString();
  const head = JSON.stringify({ topic, offset, receivedAt: at, isTest, hops });
  return `${head.slice(0, -1)},"event":${writeCloudEvent(envelope, data, at)}}`;
}

async function oneOf(deps: Deps, actor: Actor, { topic, offset }: z.output<typeof oneEvent>) {
  const { events } = await readTopic(deps, actor, { topic, after: offset - 1, limit: 1 });
  const event = events.find(({ envelope }) => envelope.offset === offset);
  if (event === undefined) throw new AppError("not-found", `There is no event ${offset} in ${topic}.`);
  return event;
}

function jsonResponse(text: string): Response {
  return new Response(text, { headers: { "content-type": "application/json", "cache-control": "no-store" } });
}

const eventsBody: RawBody = {
  kind: "raw",
  description:
    "JSON (any value), a form, any other content type, or CloudEvents 1.0: binary (`ce-*` headers), structured or a batch. A header `webhook-id` or `Idempotency-Key` makes sending twice harmless.",
  contentTypes: [
    "application/json",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
  ],
  maxBytes: maxPayloadBytes,
};

interface Sending {
  readonly deps: Deps;
  readonly actor: Actor;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly query: z.output<typeof sendQuery>;
}

async function send(to: SendTarget, { deps, actor, headers, body, query }: Sending): Promise<Response> {
  const isTest = query.test === "true";
  const input = { to, headers: Object.fromEntries(headers), body, isTest };
  return responseOf(replyOf(await sendRequest(deps, actor, input)));
}

/** Events: send, read, what became of them. */
export function addEventEndpoints(app: RestApp): void {
  addEndpoint(app, {
    method: "get",
    path: "/topics/{topic}/events",
    operationId: "listEvents",
    tag,
    summary: "Events of a topic after an offset, oldest first",
    action: readTopic.action,
    params: oneTopic,
    query: z.object({
      after: queryNumber(0).default(0),
      limit: queryNumber(1, 1000).default(100),
    }),
    result: eventPageResource,
    handle: async ({ deps, actor, params, query }) => {
      const { events, next, head } = await readTopic(deps, actor, { ...params, ...query });
      return jsonResponse(
        `{"events":[${events.map(storedEventText).join(",")}],"next":${next},"head":${head}}`,
      );
    },
  });

  addEndpoint(app, {
    method: "get",
    path: "/topics/{topic}/events/{offset}",
    operationId: "getEvent",
    tag,
    summary: "One event",
    action: readTopic.action,
    params: oneEvent,
    query: none,
    result: storedEventResource,
    handle: async ({ deps, actor, params }) =>
      jsonResponse(storedEventText(await oneOf(deps, actor, params))),
  });

  addEndpoint(app, {
    method: "get",
    path: "/topics/{topic}/events/{offset}/deliveries",
    operationId: "listDeliveries",
    tag,
    summary: "What every consumer did with an event",
    action: eventDeliveries.action,
    params: oneEvent,
    query: none,
    result: z.object({ deliveries: z.array(deliveryResource) }),
    handle: async ({ deps, actor, params }) => {
      // An event that does not exist is not one to which nothing happened.
      await oneOf(deps, actor, params);
      return { deliveries: await eventDeliveries(deps, actor, params) };
    },
  });

  addEndpoint(app, {
    method: "get",
    path: "/topics/{topic}/events/{offset}/causation",
    operationId: "getCausation",
    tag,
    summary: "The conversation of an event: which event caused which",
    action: causationTree.action,
    params: oneEvent,
    query: none,
    result: causationResource,
    handle: ({ deps, actor, params }) => causationTree(deps, actor, params),
  });

  addEndpoint(app, {
    method: "post",
    path: "/topics/{topic}/events",
    operationId: "sendToTopic",
    tag,
    summary: "Send events into a topic",
    description: "Answered when they are stored.",
    action: sendRequest.action,
    params: oneTopic,
    query: sendQuery,
    body: eventsBody,
    status: 202,
    result: sentResource,
    handle: (call) => send(call.params, call),
  });

  addEndpoint(app, {
    method: "post",
    path: "/flows/{flow}/producers/{producer}/events",
    operationId: "sendThroughProducer",
    tag,
    summary: "Send events through a producer, as if they had come to its address",
    description: "Before the first deployment they are kept as samples.",
    action: sendRequest.action,
    params: z.object({ flow: z.string(), producer: z.string() }),
    query: sendQuery,
    body: eventsBody,
    status: 202,
    result: sentResource,
    handle: (call) => send(call.params, call),
  });
}
