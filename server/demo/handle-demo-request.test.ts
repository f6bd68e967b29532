import { createServer } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { handleDemoRequest } from "./handle-demo-request";

const server = createServer((request, response) => {
  void handleDemoRequest(request, response);
});
let origin = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  origin = `http://127.0.0.1:${address.port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const post = (path: string, body: string, key = "key-1") =>
  fetch(`${origin}${path}`, { method: "POST", body, headers: { "idempotency-key": key } });

it("accepts everything, with the same reference for the same key", async () => {
  const answers = await Promise.all(
    ["key-1", "key-1", "key-2"].map(async (key) => (await post("/demo/inventory?x=1", "{}", key)).json()),
  );
  expect(answers[0]).toMatchObject({ service: "inventory", accepted: true });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).not.toEqual(answers[0]);
});

it("is away or refuses when asked to", async () => {
  const away = await post("/demo/unavailable", "");
  expect([away.status, away.headers.get("retry-after")]).toEqual([503, "5"]);
  expect((await post("/demo/refuses", "")).status).toBe(422);
  expect((await post("/demo/<script>", "")).status).toBe(404);
  expect((await post("/demo/inventory", "x".repeat(1_100_000))).status).toBe(413);
});
