import { expect, it } from "vitest";
import { TestBrowser } from "../testing/browser";
import { useTestDatabase } from "../testing/test-database";

const database = useTestDatabase();

it.each(["GET", "POST"] as const)(
  "refuses what is nested too deeply before anybody looks at it: %s",
  async (method) => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
    const browser = new TestBrowser(database.deps);
    const ask = async (levels: number) => {
      const { status, body } = await browser.call(method, "account.me", { x: nested(levels) });
      return { status, body };
    };
    expect(await ask(100)).toEqual({
      status: 400,
      body: { error: { message: expect.stringContaining("nested deeper than 64 levels") } },
    });
    expect((await ask(50)).status).not.toBe(400);
  },
);
