import { expect, it } from "vitest";
import { parseEventData } from "./event-data";

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
