/** `application/json` and everything that ends in `+json`, with any parameters. */
const jsonType = /^[^;]*[/+]json\s*(?:;|$)/i;
const decoder = new TextDecoder();

/** The payload as steps see it: parsed JSON, or text for other content types and for JSON that is none. */
export function parseEventData(contentType: string, data: Uint8Array): unknown {
  const text = decoder.decode(data);
  if (!jsonType.test(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
