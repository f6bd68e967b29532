import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "../api-keys/create-api-key";
import { roles } from "../auth/can";
import { clientIpHeader } from "../auth/client-ip";
import { operationRoles, routeHandlers } from "../testing/operation-roles";
import { makeWorkspace } from "../testing/people";
import { useTestDatabase } from "../testing/test-database";
import { createRestApp } from "./rest-app";

const database = useTestDatabase();
const app = createRestApp(() => database.deps);
const keyRoles = ["viewer", "operator", "editor", "admin"] as const;
const keys = new Map<string, string>();
let client = 0;
const ranks: readonly string[] = roles;

beforeAll(async () => {
  const owner = await (await makeWorkspace(database.deps)).actor("owner");
  for (const role of keyRoles) {
    keys.set(role, (await createApiKey(database.deps, owner, { name: role, role })).key);
  }
});

const operations = Object.entries(operationRoles).map(([operation, role]) => {
  const [method = "", path = ""] = operation.split(" ");
  return { operation, role, method, path: path.replace(/:offset/, "1").replace(/:\w+/g, "unknown") };
});

async function statusOf(method: string, path: string, key?: string): Promise<number> {
  // Calls without a key are counted by client, so each comes from another.
  client += 1;
  const headers = {
    "content-type": "application/json",
    [clientIpHeader]: `198.51.100.${client % 250}`,
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  };
  const response = await app.request(path, { method, headers, ...(method !== "GET" && { body: "{}" }) });
  return response.status;
}

it("has a row for every route, and no other", () => {
  const routes = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(operationRoles).sort()).toEqual(routes.sort());
});

it("knows every file of the pages that answers requests", () => {
  const root = join(import.meta.dirname, "../..");
  const files = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.(ts|js)x?$/.test(file))
    .map((file) => `app/${file}`);
  expect(Object.keys(routeHandlers).sort()).toEqual(files.sort());
});

describe.each(operations)("$operation", ({ role, method, path }) => {
  it("asks for a key", async () => {
    expect(await statusOf(method, path)).toBe(role === "anybody" ? 200 : 401);
  });

  it.each(role === "anybody" ? [] : keyRoles)("answers a key of a %s as the table says", async (keyRole) => {
    const status = await statusOf(method, path, keys.get(keyRole));
    if (ranks.indexOf(keyRole) >= ranks.indexOf(role)) expect([401, 403]).not.toContain(status);
    else expect(status).toBe(403);
  });
});
