import { expect, it } from "vitest";
import { mappedFields } from "./mapped-fields";

it("knows the type of what is taken over or written, and of texts; what is computed may be anything", () => {
  const known = [{ path: "data.total", title: "Total", type: "number" as const }];
  const values = [
    "{{ data.total }}",
    "{{ data.total * 2 }}",
    "{{ size(data.x) }} of {{ data.total }}",
    "{{ data.y }}",
    "x",
    3,
    true,
  ];
  const rows = values.map((value, index) => ({ field: `f${index}`, value }));
  expect(mappedFields(rows, known).map(({ type }) => type)).toEqual([
    "number",
    "unknown",
    "text",
    "unknown",
    "text",
    "number",
    "yes-no",
  ]);
});
