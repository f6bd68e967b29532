import type { Issue } from "../issue";
import type { Rule } from "./rule";

/** A producer or consumer without a name. */
export const unnamed: Rule = ({ document }) => [
  ...document.producers.filter(isUnnamed).map(({ id }) => issue("producer", id)),
  ...document.consumers.filter(isUnnamed).map(({ id }) => issue("consumer", id)),
];

function isUnnamed(card: { readonly name: string }): boolean {
  return card.name.trim() === "";
}

function issue(kind: "producer" | "consumer", id: string): Issue {
  return {
    code: "unnamed",
    severity: "unfinished",
    at: { kind, id, field: "name" },
    message: `This ${kind} needs a name.`,
  };
}
