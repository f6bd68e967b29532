import type { IncomingMessage } from "node:http";
import type { Deps } from "../deps";
import { type AcceptOutcome, acceptRequest, type EventTarget } from "../events/accept-request";
import { formOf } from "./hosted-form";
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

/** A producer as the target of events. */
export function targetOf(publicUrl: string, producer: AddressedProducer): EventTarget {
  const { id: producerId, definition, topic } = producer;
  return {
    topic,
    producerId,
    source: producerSource(publicUrl, producerId),
    type: topic?.name ?? definition.proposedTopic,
    inputs: formOf(producer)?.inputs,
  };
}

/** Makes the part of the gateway that reads a POST to a known producer and stores its events. */
export function createReceiver(deps: Deps, limits: BodyLimits) {
  const { maxBodyBytes, maxBodyMs, maxBytesInFlight } = limits;
  let bytesInFlight = 0;

  async function read(request: IncomingMessage, producer: AddressedProducer): Promise<AcceptOutcome | Reply> {
    const result = await readRequestBody(request, { maxBytes: maxBodyBytes, maxMs: maxBodyMs });
    switch (result.kind) {
      case "body":
        return acceptRequest(deps, targetOf(deps.env.MILLRACE_URL, producer), {
          headers: request.headers,
          body: result.body,
        });
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

  return async (request: IncomingMessage, producer: AddressedProducer): Promise<AcceptOutcome | Reply> => {
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
