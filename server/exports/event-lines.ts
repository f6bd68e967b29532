import { writeCloudEvent } from "@/flow/event/write-cloud-event";
import type { StoredEvent } from "../log/read";

/** Formats that events are exported in. */
export const exportFormats = ["ndjson", "csv"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const decoder = new TextDecoder();

function hasLineBreak(data: Uint8Array): boolean {
  return data.includes(0x0a) || data.includes(0x0d);
}

/**
 * An event as one line of NDJSON: a CloudEvent with its place in the log. JSON stands there as the very bytes that were
 * received; where those have line breaks, they are written as base 64, and still are the very bytes.
 */
function jsonLine({ envelope, data, receivedAt }: StoredEvent): string {
  const at = receivedAt.toISOString();
  const place = { ...envelope.extensions, topicname: envelope.topic, topicoffset: envelope.offset };
  const bytes = hasLineBreak(data) ? undefined : data;
  const line = writeCloudEvent({ ...envelope, extensions: place }, bytes ?? new Uint8Array(), at);
  if (bytes !== undefined) return `${line}\n`;
  return `${line.slice(0, -1)},"data_base64":"${Buffer.from(data).toString("base64")}"}\n`;
}

const columns = [
  "topic",
  "offset",
  "received",
  "id",
  "type",
  "source",
  "subject",
  "key",
  "time",
  "correlation id",
  "causation id",
  "test",
  "content type",
  "data",
] as const;

/**
 * What a spreadsheet would take for a formula is made a text by an apostrophe before it: at the start of a cell, and
 * behind what is the end of a cell where the parts of a line are set apart by something other than commas.
 */
export function csvCell(text: string): string {
  const safe = text
    .replace(/^[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/, "'$&")
    .replace(/([;\t\r\n]\s*)([=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'$2");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvLine({ envelope, data, receivedAt }: StoredEvent): string {
  const cells: Record<(typeof columns)[number], string> = {
    topic: envelope.topic,
    offset: String(envelope.offset),
    received: receivedAt.toISOString(),
    id: envelope.id,
    type: envelope.type,
    source: envelope.source,
    subject: envelope.subject ?? "",
    key: envelope.key ?? "",
    time: envelope.time,
    "correlation id": envelope.correlationId,
    "causation id": envelope.causationId ?? "",
    test: envelope.isTest ? "yes" : "no",
    "content type": envelope.contentType,
    data: decoder.decode(data),
  };
  return `${columns.map((column) => csvCell(cells[column])).join(",")}\r\n`;
}

/** What stands before the first event. */
export function exportHead(format: ExportFormat): string {
  return format === "csv" ? `${columns.join(",")}\r\n` : "";
}

/** One event in a format, with its line end. */
export function exportLine(format: ExportFormat, event: StoredEvent): string {
  return format === "csv" ? csvLine(event) : jsonLine(event);
}
