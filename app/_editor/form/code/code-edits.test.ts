import { describe, expect, it } from "vitest";
import { brokenLine, type CodeEdit, closed, indented, outdented } from "./code-edits";

/** The caret is `|`, a selection stands between `[` and `]`. */
function read(text: string): [string, number, number] {
  const from = text.search(/[|«]/);
  const plain = text.replace(/[|«]/, "");
  const end = plain.indexOf("»");
  return [plain.replace("»", ""), from, end === -1 ? from : end];
}

function shown(code: string, edit: CodeEdit | undefined): string | undefined {
  if (edit === undefined) return undefined;
  const text = code.slice(0, edit.from) + edit.text + code.slice(edit.to);
  const [from, to] = edit.selection;
  if (from === to) return `${text.slice(0, from)}|${text.slice(from)}`;
  return `${text.slice(0, from)}«${text.slice(from, to)}»${text.slice(to)}`;
}

describe("typing code", () => {
  it.each([
    ["a|b", "a  |b"],
    ["«ab»c", "  |c"],
    ["x\n«a\n\nb»\ny", "x\n  «a\n\n  b»\ny"],
  ])("Tab: %j", (before, expected) => {
    const [code, from, to] = read(before);
    expect(shown(code, indented(code, from, to))).toBe(expected);
  });

  it.each([
    ["    a|b", "  a|b"],
    [" |a", "|a"],
    ["|a", "|a"],
    ["  «a\n    b\nc»", "«a\n  b\nc»"],
  ])("Shift+Tab: %j", (before, expected) => {
    const [code, from, to] = read(before);
    expect(shown(code, outdented(code, from, to))).toBe(expected);
  });

  it.each([
    ["  a|b", "  a\n  |b"],
    ["if (x) {|", "if (x) {\n  |"],
    ["if (x) {|}", "if (x) {\n  |\n}"],
  ])("Enter: %j", (before, expected) => {
    const [code, from, to] = read(before);
    expect(shown(code, brokenLine(code, from, to))).toBe(expected);
  });

  it.each([
    ["{\n  |", "{\n}|"],
    ["{\n    |", "{\n  }|"],
    ["a |", undefined],
  ])("a closing bracket: %j", (before, expected) => {
    const [code, from, to] = read(before);
    expect(shown(code, closed(code, from, to, "}"))).toBe(expected);
  });
});
