import { type AttributeValue, checkText, draftOf, maxAttributeLength, sharedAttributes } from "./attributes";
import { readJsonCloudEvent } from "./cloud-event";
import type { EventDraft } from "./event-envelope";
import { EventProblem } from "./event-problem";
import { type FormField, formToJson, readMultipart, readUrlEncoded } from "./form-fields";
import { decodeHeaderValue } from "./header-value";
import { checkJson, itemsOfJsonList, JsonProblem } from "./json-scanner";
import { isJsonType, mediaTypeOf } from "./media-type";

/** An HTTP request as far as events are concerned. */
export interface EventRequest {
  /** Names in lower case, one character per byte, repeated headers joined by a comma: as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** What a plain request does not say itself. */
export interface PlainDefaults {
  /** URI of the producer. */
  readonly source: string;
  /** Name of the topic, which is also its event type. */
  readonly type: string;
  readonly newId: () => string;
  /** Makes the data of a form; absent: all fields as texts. Throws EventProblem for a form that does not fit. */
  readonly formData?: ((fields: readonly FormField[]) => Uint8Array) | undefined;
}

/** How the event was written down. */
export type EventMode = "plain" | "binary" | "structured" | "batch" | "form";
export type ParsedRequest =
  | { readonly ok: true; readonly mode: EventMode; readonly events: readonly EventDraft[] }
  | { readonly ok: false; readonly message: string; readonly attribute?: string | undefined };

/** Most events of one batch. */
export const maxBatchEvents = 1000;

function headerOf(request: EventRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : value?.join(", ");
}

/** The `ce-*` headers as attributes; their names without the prefix. */
function headerAttributes(request: EventRequest): Map<string, AttributeValue> {
  const attributes = new Map<string, AttributeValue>();
  for (const header of Object.keys(request.headers)) {
    const value = headerOf(request, header);
    if (!header.startsWith("ce-") || value === undefined) continue;
    attributes.set(header.slice(3), decodeHeaderValue(header, value));
  }
  return attributes;
}

/** The trace of the request that brought the event, for an event that carries none itself. */
function addTransportTrace(attributes: Map<string, AttributeValue>, request: EventRequest): void {
  const parent = headerOf(request, "traceparent");
  if (attributes.has("traceparent") || parent === undefined) return;
  attributes.set("traceparent", parent);
  const state = headerOf(request, "tracestate");
  if (state !== undefined) attributes.set("tracestate", state);
}

function isJsonDocument(body: Uint8Array): boolean {
  try {
    checkJson(body);
    return true;
  } catch (error) {
    if (error instanceof JsonProblem) return false;
    throw error;
  }
}

/** The content type as it is meant: none given, or curl's default beside a JSON body, is JSON. */
function effectiveContentType(request: EventRequest): string {
  const given = headerOf(request, "content-type")?.trim() ?? "";
  const first = request.body.find((byte) => byte > 0x20);
  const looksLikeJson = first === 0x7b || first === 0x5b;
  if (given === "") return isJsonDocument(request.body) ? "application/json" : "application/octet-stream";
  if (
    mediaTypeOf(given) === "application/x-www-form-urlencoded" &&
    looksLikeJson &&
    isJsonDocument(request.body)
  ) {
    return "application/json";
  }
  return given;
}

function binaryEvent(request: EventRequest, attributes: Map<string, AttributeValue>): EventDraft {
  if (attributes.has("datacontenttype")) {
    throw new EventProblem(
      "The header ce-datacontenttype must not be there: the Content-Type header says it.",
      "datacontenttype",
    );
  }
  const given = headerOf(request, "content-type")?.trim();
  const contentType = given === undefined || given === "" ? "application/json" : given;
  checkText("datacontenttype", contentType, maxAttributeLength.datacontenttype);
  if (isJsonType(contentType) && request.body.length > 0) checkJson(request.body);
  addTransportTrace(attributes, request);
  return draftOf(attributes, { contentType, data: request.body });
}

/** The sender's own name for the request, by which a repetition is recognised. */
function requestId(request: EventRequest): string | undefined {
  const name = headerOf(request, "webhook-id") === undefined ? "idempotency-key" : "webhook-id";
  const value = headerOf(request, name);
  if (value === undefined) return undefined;
  const id = decodeHeaderValue(name, value);
  if (id === "")
    throw new EventProblem(`The header ${name} is empty. Give it a value or leave it out.`, "id");
  checkText("id", id, maxAttributeLength.id);
  return id;
}

function plainEvent(
  request: EventRequest,
  attributes: Map<string, AttributeValue>,
  defaults: PlainDefaults,
): { mode: EventMode; event: EventDraft } {
  if (request.body.length === 0)
    throw new EventProblem("The request has no body. Send the event's data, as JSON.");
  let contentType = effectiveContentType(request);
  let data = request.body;
  let mode: EventMode = "plain";
  const form = readForm(contentType, data);
  if (form !== undefined) {
    mode = "form";
    data = (defaults.formData ?? formToJson)(form);
    contentType = "application/json";
  } else if (isJsonType(contentType)) checkJson(data);
  checkText("datacontenttype", contentType, maxAttributeLength.datacontenttype);
  addTransportTrace(attributes, request);
  const correlation = headerOf(request, "x-correlation-id");
  if (correlation !== undefined && correlation !== "" && !attributes.has("correlationid")) {
    attributes.set("correlationid", decodeHeaderValue("x-correlation-id", correlation));
  }
  const id = requestId(request) ?? defaults.newId();
  const { source, type } = defaults;
  return { mode, event: { id, source, type, ...sharedAttributes(attributes), contentType, data } };
}

function readForm(contentType: string, body: Uint8Array): FormField[] | undefined {
  const mediaType = mediaTypeOf(contentType);
  if (mediaType === "application/x-www-form-urlencoded") return readUrlEncoded(body);
  return mediaType === "multipart/form-data" ? readMultipart(body, contentType) : undefined;
}

function batchEvents(body: Uint8Array): EventDraft[] {
  const items = itemsOfJsonList(body);
  if (items === undefined) throw new EventProblem("A batch of CloudEvents must be a JSON list.");
  if (items.length > maxBatchEvents) {
    throw new EventProblem(
      `The batch has ${items.length.toLocaleString("en")} events; at most ${maxBatchEvents.toLocaleString("en")} fit.`,
    );
  }
  return items.map((item, index) => {
    try {
      return readJsonCloudEvent(body, item);
    } catch (error) {
      if (!(error instanceof EventProblem) && !(error instanceof JsonProblem)) throw error;
      const attribute = error instanceof EventProblem ? error.attribute : undefined;
      throw new EventProblem(`Event ${index + 1} of the batch: ${error.message}`, attribute);
    }
  });
}

function readRequest(
  request: EventRequest,
  defaults: PlainDefaults,
): { mode: EventMode; events: EventDraft[] } {
  const contentType = (headerOf(request, "content-type") ?? "").trim().toLowerCase();
  if (contentType.startsWith("application/cloudevents")) {
    const isBatch = contentType.startsWith("application/cloudevents-batch");
    const format = /^application\/cloudevents(?:-batch)?\+([^;\s]+)/.exec(contentType)?.[1];
    if (format !== undefined && format !== "json") {
      throw new EventProblem(
        `CloudEvents are read in the JSON format; "${format.slice(0, 40)}" is not known.`,
      );
    }
    if (isBatch) return { mode: "batch", events: batchEvents(request.body) };
    return { mode: "structured", events: [readJsonCloudEvent(request.body)] };
  }
  const attributes = headerAttributes(request);
  if (["specversion", "id", "type", "source"].some((name) => attributes.has(name))) {
    return { mode: "binary", events: [binaryEvent(request, attributes)] };
  }
  const { mode, event } = plainEvent(request, attributes, defaults);
  return { mode, events: [event] };
}

/**
 * Reads the events of an HTTP request: CloudEvents 1.0 batch, structured or binary, a form, or a plain body.
 * A plain request may carry optional `ce-*` headers (subject, time, partitionkey, correlationid, extensions);
 * its id is the header `webhook-id` or `Idempotency-Key`, else a new one. A form becomes one JSON object, every
 * other payload is kept byte for byte. One event of a batch that does not fit refuses the batch.
 */
export function parseRequest(request: EventRequest, defaults: PlainDefaults): ParsedRequest {
  try {
    return { ok: true, ...readRequest(request, defaults) };
  } catch (error) {
    if (error instanceof EventProblem)
      return { ok: false, message: error.message, attribute: error.attribute };
    if (error instanceof JsonProblem) return { ok: false, message: error.message };
    throw error;
  }
}
