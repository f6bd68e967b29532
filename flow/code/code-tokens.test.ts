import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeTokens } from "./code-tokens";

const kinds = (code: string) =>
  codeTokens(code)
    .filter(({ kind }) => kind !== "space")
    .map(({ kind, text }) => `${kind} ${text}`);

describe("pieces of code", () => {
  it.each([
    [
      "const a = 0x1f; // hex",
      ["keyword const", "name a", "sign =", "number 0x1f", "sign ;", "comment // hex"],
    ],
    ["a / b / c", ["name a", "sign /", "name b", "sign /", "name c"]],
    [
      "return /a[/]b/g.test(x)",
      ["keyword return", "pattern /a[/]b/g", "sign .", "name test", "sign (", "name x", "sign )"],
    ],
    ["x.delete(`a {1}`)", ["name x", "sign .", "name delete", "sign (", "text `a {1}`", "sign )"]],
    [
      '{...a, \'b\': "c\\"d"}',
      ["sign {", "sign ...", "name a", "sign ,", "text 'b'", "sign :", 'text "c\\"d"', "sign }"],
    ],
    ["/* never closed", ["comment /* never closed"]],
    ["größe += 1_000n", ["name größe", "sign +", "sign =", "number 1_000n"]],
  ])("%s", (code, expected) => expect(kinds(code)).toEqual(expected));

  it("are the whole text again, whatever it is", () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom("/", "`", "'", "/*", "return {", "\n", "//", "\\", "🎉"),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const code = parts.join("");
        expect(
          codeTokens(code)
            .map(({ text }) => text)
            .join(""),
        ).toBe(code);
      }),
    );
  });
});
