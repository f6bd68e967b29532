import { v7 as newId } from "uuid";
import * as z from "zod";
import { sharedAttributes } from "@/flow/event/attributes";
import { EventProblem } from "@/flow/event/event-problem";
import { checkJson, JsonProblem } from "@/flow/event/json-scanner";
import { isJsonType } from "@/flow/event/media-type";
import { AppError } from "../app-error";
import { useCase } from "../use-case";
import { acceptRequest, storeEvents } from "./accept-request";
import { findTarget, sendTargetSchema } from "./send-target";
import { recordSent, sentOutcome } from "./sent-outcome";

/** Longest payload of one event. */
export const maxPayloadBytes = 1024 * 1024;

/** Runs what may find fault with an event, and turns that into a refusal. */
function checked<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof EventProblem || error instanceof JsonProblem)
      throw new AppError("bad-input", error.message);
    throw error;
  }
}

/**
 * Sends one event into a topic or through a producer. `data` is the payload as text and is stored as it is; JSON
 * unless `contentType` says otherwise. A producer that was never deployed keeps it as a sample (`kind: "kept"`).
 * One that does not fit the topic's schema may wait in quarantine (`kind: "quarantined"`).
 * @throws AppError `not-found`, `bad-input`, `conflict` when the id was used with another content, `unfit` (with
 * `errors` in the details) when the topic refuses what does not fit its schema
 */
export const sendEvent = useCase(
  "event.send",
  z.object({
    to: sendTargetSchema,
    data: z.string().max(maxPayloadBytes),
    contentType: z.string().min(1).max(255).default("application/json"),
    id: z.string().min(1).max(255).optional(),
    type: z.string().min(1).max(255).optional(),
    subject: z.string().min(1).optional(),
    key: z.string().min(1).optional(),
    time: z.string().optional(),
    correlationId: z.string().min(1).optional(),
    /** The event that this one was made from. */
    causationId: z.string().min(1).optional(),
    isTest: z.boolean().default(false),
  }),
  async (deps, actor, input) => {
    const { contentType, isTest, subject, key, time, correlationId, causationId } = input;
    const target = await findTarget(deps, actor, input.to);
    const data = Buffer.from(input.data, "utf8");
    const given = {
      subject,
      partitionkey: key,
      time,
      correlationid: correlationId,
      causationid: causationId,
    };
    const attributes = new Map(
      Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    );
    const shared = checked(() => {
      if (isJsonType(contentType)) checkJson(data);
      return sharedAttributes(attributes);
    });
    const id = input.id ?? newId();
    const freshIds = new Set(input.id === undefined ? [id] : []);
    const event = {
      id,
      source: target.source,
      type: input.type ?? target.type,
      ...shared,
      contentType,
      data,
      isTest,
    };
    const sent = sentOutcome(await storeEvents(deps, target, { mode: "plain", events: [event], freshIds }));
    await recordSent(deps, actor, sent, { from: causationId, isTest });
    return sent;
  },
);

/**
 * Sends the events of an HTTP request, in every form that an address takes.
 * @throws AppError `not-found`; what does not fit is in the outcome
 */
export const sendRequest = useCase(
  "event.send",
  z.object({
    to: sendTargetSchema,
    headers: z.record(z.string(), z.string()),
    body: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    isTest: z.boolean().default(false),
  }),
  async (deps, actor, { to, headers, body, isTest }) =>
    acceptRequest(deps, await findTarget(deps, actor, to), { headers, body }, isTest),
);
