import { describe, expect, it } from "vitest";
import type { IncomingResponse } from "@/flow/delivery/step-context";
import { onlyStep, runStep, testWorld } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const data = { order: 7, name: "Ana" };

async function call(config: Record<string, unknown>, response: Partial<IncomingResponse> = {}) {
  const world = testWorld(() => ({ status: 200, headers: {}, body: "", ...response }));
  const outcome = await runStep(definition, execute, {
    config: { url: "https://shop.example/orders", ...config },
    data,
    world,
  });
  return { outcome, request: world.requests[0] };
}

describe("HTTP request", () => {
  it("sends the event as JSON and gives the answer as its result", async () => {
    const { outcome, request } = await call(
      {
        url: "https://shop.example/orders/{{ data.order }}",
        headers: [{ field: "X-Name", value: "{{ data.name }}" }],
      },
      { headers: { "content-type": "application/json" }, body: '{"reserved":true}' },
    );
    expect(request).toMatchObject({
      method: "POST",
      url: "https://shop.example/orders/7",
      headers: { "x-name": "Ana", "content-type": "application/json" },
      body: '{"order":7,"name":"Ana"}',
      timeoutMs: 10_000,
    });
    expect(onlyStep(outcome)).toMatchObject({
      output: { status: 200, body: { reserved: true } },
      note: "`shop.example` answered 200.",
    });
  });

  it.each([
    [{ method: "GET" }, undefined, undefined],
    [{ body: "none" }, undefined, undefined],
    [{ body: "text", bodyText: "Order {{ data.order }}" }, "Order 7", "text/plain; charset=utf-8"],
    [{ body: "text", bodyText: '{"id": {{ data.order }}}' }, '{"id": 7}', "application/json"],
  ])("with %j sends the body %j", async (config, body, contentType) => {
    const { request } = await call(config);
    expect(request?.body).toBe(body);
    expect(request?.headers?.["content-type"]).toBe(contentType);
  });

  it.each([
    [500, true, "`shop.example` answered 500 (it had an error of its own)."],
    [503, true, "`shop.example` answered 503 (it is not available now)."],
    [429, true, "`shop.example` answered 429 (too many requests)."],
    [408, true, "`shop.example` answered 408 (it waited too long)."],
    [400, false, "`shop.example` answered 400 (it does not understand the request)."],
    [404, false, "`shop.example` answered 404 (there is nothing at this address)."],
    [418, false, "`shop.example` answered 418."],
  ])("takes %i as retryable: %s", async (status, isRetryable, message) => {
    const { outcome } = await call({}, { status });
    expect(outcome).toMatchObject({
      status: "failed",
      message,
      failure: { code: `http-${status}`, isRetryable },
    });
  });

  it.each([
    ["7", 7000],
    ["Sun, 31 Jan 2027 13:00:31 GMT", 30_000],
    ["soon", undefined],
  ])("waits as long as Retry-After: %s says", async (header, retryAfterMs) => {
    const { outcome } = await call({}, { status: 503, headers: { "retry-after": header } });
    if (outcome.status !== "failed") throw new Error(outcome.status);
    expect(outcome.failure.retryAfterMs).toBe(retryAfterMs);
  });

  it.each(["", "{{ data.missing }}", "shop.example", "ftp://shop.example"])(
    "refuses the address %j",
    async (url) => {
      const { outcome, request } = await call({ url });
      expect(outcome).toMatchObject({ status: "failed", failure: { isRetryable: false } });
      expect(request).toBeUndefined();
    },
  );

  it("says what it would send when nothing may leave", async () => {
    const { outcome } = await call({}, { status: 0, isSuppressed: true });
    expect(onlyStep(outcome).note).toBe("Would send POST to `shop.example`; nothing was sent.");
  });

  it("shows method and address on the card", () => {
    expect(definition.row({ method: "PUT", url: "https://shop.example/orders/{{ data.id }}?key=x" })).toBe(
      "PUT shop.example/orders/…",
    );
  });

  it.each([
    ["/demo/shipping", false],
    ["https://shop.example/demo/", true],
    ["{{ data.address }}", true],
  ])("calls %s, seen outside: %s", (url, isSeen) => {
    expect(definition.isSeenOutsideWith?.({ url })).toBe(isSeen);
  });
});
