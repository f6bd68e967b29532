/** Joins words as in a sentence: "a, b and c". */
export function list(words: readonly string[], last: "and" | "or" | "nor" = "and"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
