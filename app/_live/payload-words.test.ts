import { expect, test } from "vitest";
import { payloadWords } from "./payload-words";

const pairs = (preview: string) => {
  const words = payloadWords(preview);
  return words.kind === "text"
    ? words.text
    : words.fields.map(({ name, value }) => `${name}: ${value}`).join(" · ");
};

test.each([
  ['{"name":"Ana","total":120.5,"paid":true}', "name: Ana · total: 120.5 · paid: yes"],
  [
    '{"items":[1,2],"address":{"city":"Rome"},"note":null}',
    "items: 2 items · address: 1 field · note: empty",
  ],
  ['"just a text"', "just a text"],
  ["[1,2,3]", "3 items"],
  ["", ""],
  ["not JSON", "not JSON"],
])("%s", (preview, words) => {
  expect(pairs(preview)).toBe(words);
});

test("a payload that was cut shows the fields that are whole", () => {
  expect(pairs('{"name":"Ana","address":{"city":"Rome, the old on')).toBe("name: Ana");
  expect(pairs('{"name":"Ana","email":"ana@exa')).toBe("name: Ana");
});
