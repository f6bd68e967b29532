import { afterEach, expect, test, vi } from "vitest";
import { postAuth } from "./post-auth";

afterEach(() => vi.unstubAllGlobals());

const answering = (answer: () => Promise<Response>) => {
  const fetched = vi.fn(answer);
  vi.stubGlobal("fetch", fetched);
  return fetched;
};

test("says what the answer says", async () => {
  const fetched = answering(async () =>
    Response.json(
      { code: "LOCKED", lockedUntil: "2030-01-01T12:00:00.000Z" },
      { status: 429, headers: { "retry-after": "30" } },
    ),
  );
  expect(await postAuth("sign-in/email", { email: "a@x.test" })).toEqual({
    ok: false,
    status: 429,
    retryAfter: "30",
    code: "LOCKED",
    lockedUntil: new Date("2030-01-01T12:00:00.000Z"),
  });
  expect(fetched).toHaveBeenCalledWith("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"email":"a@x.test"}',
  });
});

test("an answer that is not JSON, or none at all, does not throw", async () => {
  answering(async () => new Response("<html>", { status: 502 }));
  expect(await postAuth("sign-out")).toMatchObject({ ok: false, status: 502, code: undefined });
  answering(() => Promise.reject(new TypeError("Failed to fetch")));
  expect(await postAuth("sign-out")).toMatchObject({ ok: false, status: 0 });
});
