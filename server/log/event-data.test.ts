import { expect, it } from "vitest";
import { parseEscapedEventData, parseEventData } from "./event-data";

const bytes = (text: string) => new TextEncoder().encode(text);

it.each([
  ["application/json", '{"a":1}', { a: 1 }],
  ["Application/JSON; charset=utf-8", "[1]", [1]],
  ["application/vnd.order+json", "true", true],
  ["application/json", "{broken", "{broken"],
  ["text/plain", '{"a":1}', '{"a":1}'],
  ["text/plain; note=application/json", "1", "1"],
  ["application/jsonlines", "1", "1"],
])("reads %s %s", (contentType, text, expected) => {
  expect(parseEventData(contentType, bytes(text))).toEqual(expected);
});

/** As PostgreSQL's `encode(data, 'escape')` has it. */
function escaped(data: Uint8Array): string {
  return [...data]
    .map((byte) =>
      byte === 0 || byte > 127
        ? `\\${byte.toString(8).padStart(3, "0")}`
        : byte === 92
          ? "\\\\"
          : String.fromCharCode(byte),
    )
    .join("");
}

it.each([
  ["ASCII", bytes('{"a":"b"}')],
  ["backslashes, also before digits", bytes(String.raw`{"a":"C:\\101\n","b":"\u00e9"}`)],
  ["other letters", bytes('{"a":"Zoë 🦊"}')],
  ["bytes that are no text", new Uint8Array([34, 0, 255, 192, 92, 49, 48, 49, 34])],
  ["a byte order mark", new Uint8Array([0xef, 0xbb, 0xbf, 49])],
])("reads what is escaped as it reads the bytes: %s", (_, data) => {
  for (const type of ["application/json", "text/plain"]) {
    expect(parseEscapedEventData(type, escaped(data))).toEqual(parseEventData(type, data));
  }
});
