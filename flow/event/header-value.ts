import { EventProblem } from "./event-problem";
import { decodeUtf8 } from "./utf8";

function hexPair(text: string, at: number): number | undefined {
  const pair = text.slice(at, at + 2);
  return /^[0-9a-fA-F]{2}$/.test(pair) ? Number.parseInt(pair, 16) : undefined;
}

/** A header in double quotes: without them, and each backslash escape replaced by what it escapes. */
function unquote(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  return value.slice(1, -1).replace(/\\(.)/g, "$1");
}

/**
 * The text of a CloudEvents attribute that came as an HTTP header: quotes removed, exactly one round of
 * percent-decoding, strict UTF-8. A `%` without two hex digits stands for itself.
 * @param value one character per byte, as Node's HTTP parser gives it
 * @throws EventProblem when the bytes are not UTF-8
 */
export function decodeHeaderValue(name: string, value: string): string {
  const text = unquote(value.trim());
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const decoded = text[at] === "%" ? hexPair(text, at + 1) : undefined;
    bytes.push(decoded ?? text.charCodeAt(at) & 0xff);
    if (decoded !== undefined) at += 2;
  }
  const result = decodeUtf8(Uint8Array.from(bytes));
  if (result === undefined) {
    throw new EventProblem(
      `The header ${name} is not UTF-8 after percent-decoding.`,
      name.replace(/^ce-/, ""),
    );
  }
  return result;
}
