import type { IncomingMessage } from "node:http";
import { v7 as newId } from "uuid";
import { formDataOf } from "@/flow/event/form-data";
import { parseRequest } from "@/flow/event/parse-request";
import type { Deps } from "../deps";
import type { GroupAppend } from "../log/group-append";
import { isRefusal } from "../log/is-refusal";
import { formOf } from "./hosted-form";
import { type Accepted, outcomeReply } from "./ingest-reply";
import { keepSamples } from "./keep-sample";
import type { AddressedProducer } from "./producer-lookup";
import { readRequestBody } from "./read-request-body";
import { problem, type Reply } from "./reply";

/** What a POST may cost. */
export interface BodyLimits {
  readonly maxBodyBytes: number;
  /** From the head of a request to the end of its body. */
  readonly maxBodyMs: number;
  /** Bodies in memory at once, over all requests of this process. */
  readonly maxBytesInFlight: number;
}

/** Told to senders when the trouble will pass. */
export const retrySoon = { "retry-after": "5" };

/** The CloudEvents source of plain events of a producer. */
export function producerSource(publicUrl: string, producerId: string): string {
  return `${publicUrl}/producers/${producerId}`;
}

async function store(
  deps: Deps,
  log: GroupAppend,
  producer: AddressedProducer,
  headers: IncomingMessage["headers"],
  body: Uint8Array,
): Promise<Accepted | Reply> {
  const { id: producerId, definition, topic } = producer;
  const freshIds = new Set<string>();
  const form = formOf(producer);
  const parsed = parseRequest(
    { headers, body },
    {
      source: producerSource(deps.env.MILLRACE_URL, producerId),
      type: topic?.name ?? definition.proposedTopic,
      newId: () => {
        const id = newId();
        freshIds.add(id);
        return id;
      },
      // By its definition, so that numbers are numbers.
      formData: form && ((fields) => formDataOf(form.inputs, fields)),
    },
  );
  if (!parsed.ok) return problem(400, parsed.message, { extra: { attribute: parsed.attribute } });
  const { mode, events } = parsed;
  if (topic === undefined) {
    await keepSamples(deps, producerId, events);
    return { mode, body: { status: "kept as sample" } };
  }
  if (events.length === 0) return { mode, body: [] };
  try {
    const outcomes = await Promise.all(
      events.map((draft) => log.append(topic.id, { draft, producerId, isIdFresh: freshIds.has(draft.id) })),
    );
    const ids = events.map(({ id }) => id);
    return outcomeReply(mode, topic.name, ids, outcomes);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    deps.log.warn({ err: error, producerId }, "the database refused an event");
    return problem(400, "The event holds a value that cannot be stored.");
  }
}

/** Makes the part of the gateway that reads a POST to a known producer and stores its events. */
export function createReceiver(deps: Deps, log: GroupAppend, limits: BodyLimits) {
  const { maxBodyBytes, maxBodyMs, maxBytesInFlight } = limits;
  let bytesInFlight = 0;

  async function read(request: IncomingMessage, producer: AddressedProducer): Promise<Accepted | Reply> {
    const result = await readRequestBody(request, { maxBytes: maxBodyBytes, maxMs: maxBodyMs });
    switch (result.kind) {
      case "body":
        return store(deps, log, producer, request.headers, result.body);
      case "too-long":
        return problem(413, "The body is longer than 1 MiB. Send the data in parts, or a link to it.", {
          endsConnection: true,
        });
      case "too-slow":
        return problem(408, `The body did not arrive within ${maxBodyMs / 1000} s.`, {
          endsConnection: true,
        });
      case "gone":
        return problem(400, "The connection ended before the body did.", { endsConnection: true });
    }
  }

  return async (request: IncomingMessage, producer: AddressedProducer): Promise<Accepted | Reply> => {
    if ((request.headers["content-encoding"] ?? "identity") !== "identity") {
      return problem(415, "Compressed bodies are not read. Send it without Content-Encoding.", {
        endsConnection: true,
      });
    }
    if (bytesInFlight > maxBytesInFlight) {
      return problem(503, "Too much is arriving at once. Try again soon.", {
        headers: retrySoon,
        endsConnection: true,
      });
    }
    const announced = Number(request.headers["content-length"] ?? maxBodyBytes);
    const reserved = Math.min(announced, maxBodyBytes);
    bytesInFlight += reserved;
    try {
      return await read(request, producer);
    } finally {
      bytesInFlight -= reserved;
    }
  };
}
