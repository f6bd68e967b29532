const apple: Readonly<Record<string, string>> = { Mod: "⌘", Alt: "⌥", Shift: "⇧", Ctrl: "⌃" };
const other: Readonly<Record<string, string>> = { Mod: "Ctrl" };
const both: Readonly<Record<string, string>> = {
  Up: "↑",
  Down: "↓",
  Left: "←",
  Right: "→",
  Enter: "↵",
  Escape: "Esc",
  Delete: "Del",
};

/** The keys of `Mod+Shift+K` as this kind of machine writes them. */
export function shortcutParts(keys: string, onApple: boolean): string[] {
  const names = onApple ? apple : other;
  return keys.split("+").map((key) => names[key] ?? both[key] ?? key);
}
