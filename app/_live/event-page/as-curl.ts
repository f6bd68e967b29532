import type { WholeEvent } from "./envelope";

/** Text as one word of a shell, whatever stands in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A command that sends the event's payload again, as a new event with the same type, key and subject. It needs an API key.
 * @param origin of this installation
 */
export function asCurl(event: WholeEvent, origin: string): string {
  const headers: readonly (readonly [string, string | null])[] = [
    ["content-type", event.contentType],
    ["ce-type", event.type],
    ["ce-subject", event.subject],
    ["ce-partitionkey", event.key],
  ];
  // The header values of CloudEvents are percent-encoded where HTTP takes no such character.
  const encoded = (value: string) => value.replace(/[^ -~]|[%"]/gu, (each) => encodeURIComponent(each));
  const lines = [
    `curl -X POST ${quoted(`${origin}/api/v1/topics/${encodeURIComponent(event.topic)}/events`)}`,
    `-H "authorization: Bearer $MILLRACE_API_KEY"`,
    ...headers.flatMap(([name, value]) =>
      value === null ? [] : [`-H ${quoted(`${name}: ${name === "content-type" ? value : encoded(value)}`)}`],
    ),
    `-H 'ce-specversion: 1.0' -H "ce-id: $(uuidgen)" -H ${quoted(`ce-source: ${encoded(event.source)}`)}`,
    event.text === null
      ? `--data-binary @<(base64 -d <<< ${quoted(event.base64)})`
      : `--data-binary ${quoted(event.text)}`,
  ];
  return lines.join(" \\\n  ");
}
