import * as z from "zod";
import { readBody } from "../api/read-body";
import type { Deps } from "../deps";
import { getAuth } from "./auth";
import { isSameOrigin } from "./same-origin";

/** All that is mounted of the library; its other routes, sign-up first of all, do not exist here. */
const mounted: Readonly<Record<string, string>> = {
  "/api/auth/sign-in/email": "POST",
  "/api/auth/sign-out": "POST",
  "/api/auth/change-password": "POST",
  "/api/auth/get-session": "GET",
};

const maxBodyBytes = 16 * 1024;

/**
 * Answers sign-in, sign-out, session and change of password. The library's answers carry the session's token;
 * the browser gets it as an HttpOnly cookie and nowhere else.
 */
export async function handleAuthRequest(deps: Deps, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (mounted[pathname] !== request.method) return answer(404, { message: "There is nothing here." });
  if (request.method === "GET") {
    return withoutToken(
      await getAuth(deps).handler(new Request(`${deps.env.MILLRACE_URL}${pathname}`, request)),
    );
  }
  if (!isSameOrigin(request.headers, deps.env.MILLRACE_URL)) {
    return answer(403, { message: "This request came from another site." });
  }
  const body = await readBody(request, maxBodyBytes);
  if (body === undefined) return answer(413, { message: "This is too long." });
  // Signing out needs no body, so it needs no type either.
  if (body.length > 0 && !/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) {
    return answer(415, { message: "Send JSON." });
  }
  const { headers, signal } = request;
  const url = `${deps.env.MILLRACE_URL}${pathname}`;
  return withoutToken(
    await getAuth(deps).handler(new Request(url, { method: "POST", headers, body, signal })),
  );
}

const refusalSchema = z.looseObject({
  code: z.string().optional(),
  message: z.string().optional(),
  lockedUntil: z.string().optional(),
});
const sessionSchema = z.object({
  session: z.object({ expiresAt: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
});

async function withoutToken(response: Response): Promise<Response> {
  const text = await response.text();
  const body: unknown = text === "" ? null : JSON.parse(text);
  const session = sessionSchema.safeParse(body);
  const refusal = refusalSchema.safeParse(body);
  const kept = response.ok
    ? session.success
      ? { user: session.data.user, expiresAt: session.data.session.expiresAt }
      : { ok: body !== null }
    : { code: refusal.data?.code, message: refusal.data?.message, lockedUntil: refusal.data?.lockedUntil };
  const headers = new Headers({ "cache-control": "no-store" });
  for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
  const retryAfter = response.headers.get("x-retry-after");
  if (retryAfter !== null) headers.set("retry-after", retryAfter);
  return Response.json(kept, { status: response.status, headers });
}

function answer(status: number, body: Record<string, unknown>): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
