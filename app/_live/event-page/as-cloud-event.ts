import type { WholeEvent } from "./envelope";

function dataOf(event: WholeEvent): Record<string, unknown> {
  if (event.text === null) return { data_base64: event.base64 };
  if (!/^[^;]*[/+]json\s*(;|$)/i.test(event.contentType)) return { data: event.text };
  try {
    return { data: JSON.parse(event.text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { data: event.text };
    throw error;
  }
}

/** The event in CloudEvents' JSON format, with its id and time as they are. */
export function asCloudEvent(event: WholeEvent): string {
  const cloudEvent = {
    specversion: "1.0",
    id: event.id,
    source: event.source,
    type: event.type,
    ...(event.subject === null ? {} : { subject: event.subject }),
    time: event.time.toISOString(),
    datacontenttype: event.contentType,
    ...(event.dataSchema === null ? {} : { dataschema: event.dataSchema }),
    ...(event.key === null ? {} : { partitionkey: event.key }),
    correlationid: event.correlationId,
    ...(event.causationId === null ? {} : { causationid: event.causationId }),
    ...event.extensions,
    ...dataOf(event),
  };
  return JSON.stringify(cloudEvent, null, 2);
}
