import type { DesignNode } from "./design";

const byFormat: Readonly<Record<string, string>> = {
  email: "ana@example.com",
  uri: "https://example.com/",
  date: "2026-01-31",
  "date-time": "2026-01-31T12:00:00Z",
  uuid: "018f2c6e-7c1a-7000-8000-000000000000",
};

/** An event that a schema describes, with every field: its example, else a value of its type. Always the same one. */
export function exampleData(node: DesignNode): unknown {
  if (node.example !== undefined) return node.example;
  const [first] = node.allowed;
  if (first !== undefined) return first;
  switch (node.kind) {
    case "text":
      return node.format === undefined ? "text" : (byFormat[node.format] ?? "text");
    case "number":
      return 1.5;
    case "whole-number":
      return 1;
    case "yes-no":
      return true;
    case "object":
      return Object.fromEntries(node.fields.map(({ name, node: inner }) => [name, exampleData(inner)]));
    case "list":
      return node.item === undefined ? [] : [exampleData(node.item)];
    default:
      return null;
  }
}
