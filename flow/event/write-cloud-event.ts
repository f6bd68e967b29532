import { encodeBase64 } from "./base64";
import type { EventEnvelope } from "./event-envelope";
import { checkJson, JsonProblem } from "./json-scanner";
import { isJsonType, mediaTypeOf } from "./media-type";
import { decodeUtf8 } from "./utf8";

function isJson(data: Uint8Array): boolean {
  try {
    checkJson(data);
    return true;
  } catch (error) {
    if (error instanceof JsonProblem) return false;
    throw error;
  }
}

/** The member that carries the payload: JSON as the very bytes, text as text, everything else as base 64. */
function dataMember(contentType: string, data: Uint8Array): string | undefined {
  if (data.length === 0) return undefined;
  const text = decodeUtf8(data);
  if (text !== undefined && isJsonType(contentType) && isJson(data)) return `"data":${text}`;
  const isText = mediaTypeOf(contentType).startsWith("text/") && text !== undefined;
  return isText ? `"data":${JSON.stringify(text)}` : `"data_base64":"${encodeBase64(data)}"`;
}

/**
 * Writes an event in the CloudEvents 1.0 JSON format, with the registered extensions for partition key, correlation,
 * causation, trace and the time of recording. JSON data appears exactly as it was received.
 */
export function writeCloudEvent(envelope: EventEnvelope, data: Uint8Array, receivedAt: string): string {
  const attributes = {
    specversion: "1.0",
    id: envelope.id,
    source: envelope.source,
    type: envelope.type,
    subject: envelope.subject,
    time: envelope.time,
    datacontenttype: envelope.contentType,
    dataschema: envelope.dataSchema,
    partitionkey: envelope.key,
    correlationid: envelope.correlationId,
    causationid: envelope.causationId,
    traceparent: envelope.traceParent,
    replayid: envelope.replayId,
    ...envelope.extensions,
    recordedtime: receivedAt,
  };
  const head = JSON.stringify(attributes).slice(0, -1);
  const member = dataMember(envelope.contentType, data);
  return member === undefined ? `${head}}` : `${head},${member}}`;
}
