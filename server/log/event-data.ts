/** `application/json` and everything that ends in `+json`, with any parameters. */
const jsonType = /^[^;]*[/+]json\s*(?:;|$)/i;
const decoder = new TextDecoder();

/** The payload as steps see it: parsed JSON, or text for other content types and for JSON that is none. */
export function parseEventData(contentType: string, data: Uint8Array): unknown {
  return parseEventText(contentType, decoder.decode(data));
}

/**
 * A payload as the database writes it with `encode(data, 'escape')`: a backslash as two, and what is no ASCII as
 * `\\nnn`. Of the ways to get many payloads this is the cheapest, since most need nothing but to be parsed.
 */
export function parseEscapedEventData(contentType: string, escaped: string): unknown {
  if (!escaped.includes("\\")) return parseEventText(contentType, escaped);
  const bytes = escaped.replace(/\\(?:\\|([0-7]{3}))/g, (_, octal: string | undefined) =>
    octal === undefined ? "\\" : String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return parseEventData(contentType, Buffer.from(bytes, "latin1"));
}

function parseEventText(contentType: string, text: string): unknown {
  if (!jsonType.test(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
