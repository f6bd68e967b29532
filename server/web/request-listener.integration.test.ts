import { expect, it } from "vitest";
import { closeDeps } from "../db";
import { serve } from "../testing/serve";
import { openTestDeps, useTestDatabase } from "../testing/test-database";
import { createRequestListener } from "./request-listener";

const database = useTestDatabase();

async function ask(path: string, variables: Readonly<Record<string, string>> = {}): Promise<Response> {
  const deps = openTestDeps(database.url, variables);
  const served = await serve(createRequestListener(deps, {}));
  try {
    const response = await fetch(`${served.url}${path}`);
    await response.arrayBuffer();
    return response;
  } finally {
    await served.close();
    await closeDeps(deps);
  }
}

it("refuses addresses that nobody can read, before anything is asked for them", async () => {
  for (const path of ["/api/v1/topics/%", "/w/%ZZ", "/api/v1/topics/%ff"]) {
    expect((await ask(path)).status).toBe(400);
  }
  expect((await ask("/api/v1/topics/%C3%A4?q=%")).status).toBe(404);
});

it("keeps browsers on https where Millrace is reached over https, and only there", async () => {
  const header = "strict-transport-security";
  expect((await ask("/api/health")).headers.get(header)).toBeNull();
  const secure = await ask("/api/health", { MILLRACE_URL: "https://millrace.example" });
  expect(secure.headers.get(header)).toBe("max-age=31536000");
});
