import { expect, it } from "vitest";
import { checkExternalDatabase, withoutPassword } from "./external";

it.each([
  ["postgres://u:plain@db.example/x", "postgres://…@db.example/x"],
  ["postgres://u:p@ss@db.example/x", "postgres://…@db.example/x"],
  ["postgres://u:p/ss@db.example/x", "postgres://…@db.example/x"],
  ["postgres://db.example/x?user=u&password=abc&a=1", "postgres://db.example/x?user=u&password=…&a=1"],
  ["redis://db.example", "redis://db.example"],
])("%s is shown as %s", (url, shown) => {
  expect(withoutPassword(url)).toBe(shown);
});

it.each(["nonsense", "mysql://localhost/x", "localhost:5432"])(
  "says at once that %s is no database",
  async (url) => {
    await expect(checkExternalDatabase(url, new AbortController().signal)).rejects.toThrow(
      "DATABASE_URL is no address of a PostgreSQL.",
    );
  },
);
