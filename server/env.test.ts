import { expect, it } from "vitest";
import { parseEnv } from "./env";

const variables = { DATABASE_URL: "postgresql://localhost/x", MILLRACE_SECRET: "x".repeat(32) };

it.each([
  ["MILLRACE_ROLES", "web,wrkers", "write gateway, web, workers"],
  ["MILLRACE_URL", "millrace.example.com", "write it like https://millrace.example.com"],
  ["MILLRACE_URL", "ftp://millrace.example.com", "write it like https://millrace.example.com"],
  ["EGRESS_ALLOW", "api.example.com", "write host:port"],
  ["MILLRACE_SECRET", "short", "at least 32 characters"],
])("refuses %s=%s in words", (name, value, words) => {
  expect(() => parseEnv({ ...variables, [name]: value })).toThrow(words);
});

it("runs every role unless told otherwise", () => {
  expect(parseEnv(variables).MILLRACE_ROLES).toEqual(["gateway", "web", "workers"]);
  expect(parseEnv({ ...variables, MILLRACE_ROLES: "web, workers" }).MILLRACE_ROLES).toEqual([
    "web",
    "workers",
  ]);
});
