import { describe, expect, it } from "vitest";
import { definition } from "./definition";

const input = (name: string, type: string, more = {}) => ({
  name,
  label: name,
  type,
  isRequired: true,
  ...more,
});
const parse = (...inputs: unknown[]) => definition.config.safeParse({ title: "Form", inputs });

describe("Form", () => {
  it("asks for name and e-mail at first", () => {
    expect(definition.form?.(definition.defaults)).toMatchObject({
      title: "Sign-up form",
      button: "Send",
      inputs: [{ name: "name" }, { name: "email" }],
    });
  });

  it("tells which fields its events will have", () => {
    const inputs = [
      input("age", "number"),
      input("agrees", "yes-no"),
      input("size", "choice", { choices: ["S", "M"] }),
    ];
    expect(definition.fields({ inputs })).toEqual([
      { path: "data.age", title: "age", type: "number", sample: 1 },
      { path: "data.agrees", title: "agrees", type: "yes-no", sample: true },
      { path: "data.size", title: "size", type: "text", sample: "S" },
    ]);
    expect(definition.fields({ ...definition.defaults })).toMatchObject([
      { sample: "Ana" },
      { sample: "ana@example.com" },
    ]);
  });

  it("refuses two fields of one name, names that no expression can use, and choices without answers", () => {
    expect(parse(input("a", "text"), input("a", "text")).success).toBe(false);
    expect(parse(input("first name", "text")).success).toBe(false);
    expect(parse(input("__proto__", "text")).success).toBe(false);
    expect(parse(input("size", "choice")).success).toBe(false);
    expect(parse().success).toBe(false);
    expect(parse(input("size", "choice", { choices: ["S"] })).success).toBe(true);
  });
});
