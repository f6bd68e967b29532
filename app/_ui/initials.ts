/** `AL` for Ana Lima, `A` for Ana. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  // By code points: an emoji is one.
  return `${[...first][0] ?? "?"}${[...last][0] ?? ""}`.toLocaleUpperCase("en");
}
