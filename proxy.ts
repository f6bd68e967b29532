import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "./server/web/security-headers";

/**
 * Gives every page its own nonce. Next reads it from the policy in the request's headers and puts it on its
 * scripts; our layouts read `x-nonce` and `x-path`. All overwrite what a client may have sent. No authorisation happens
 * here: use cases ask `can()`.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  // biome-ignore lint/style/noProcessEnv: Next writes the value in at build time
  const isDevelopment = process.env.NODE_ENV === "development";
  const policy = contentSecurityPolicy({ nonce, isDevelopment });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Layouts do not learn the address otherwise, and sign-in must lead back to it.
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  // Data and files carry no scripts; leaving them out keeps their bodies from being copied.
  matcher: ["/((?!api/|in/|_next/static|_next/image|icon.svg).*)"],
};
