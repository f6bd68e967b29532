import { expect, test } from "vitest";
import { shortcutParts } from "./shortcut";

test("each machine writes keys its own way", () => {
  expect(shortcutParts("Mod+Shift+K", true)).toEqual(["⌘", "⇧", "K"]);
  expect(shortcutParts("Mod+Shift+K", false)).toEqual(["Ctrl", "Shift", "K"]);
  expect(shortcutParts("Alt+Up", false)).toEqual(["Alt", "↑"]);
});
