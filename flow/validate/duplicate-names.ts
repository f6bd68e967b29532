import type { Issue } from "../issue";
import type { Rule } from "./rule";

/** Two cards of one kind with the same name: they run, but lists cannot tell them apart. */
export const duplicateNames: Rule = ({ document }) => [
  ...repeats(document.producers, "producer"),
  ...repeats(document.consumers, "consumer"),
];

function repeats(
  cards: readonly { readonly id: string; readonly name: string }[],
  kind: "producer" | "consumer",
): Issue[] {
  const seen = new Set<string>();
  return cards.flatMap(({ id, name }) => {
    const key = name.trim().toLowerCase();
    const isRepeat = key !== "" && seen.has(key);
    seen.add(key);
    if (!isRepeat) return [];
    const message = `Two ${kind}s are called *${name}*. Rename one, so that lists can tell them apart.`;
    return [{ code: "duplicate-name", severity: "warning", at: { kind, id, field: "name" }, message }];
  });
}
