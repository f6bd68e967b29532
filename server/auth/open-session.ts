import type { Deps } from "../deps";
import { getAuth } from "./auth";

/**
 * Signs a person in whose password was just set, and puts the session's cookie on the answer.
 * A new session each time: nothing that the browser held before is taken over.
 */
export async function openSession(
  deps: Deps,
  requestHeaders: Headers,
  responseHeaders: Headers | undefined,
  credentials: { readonly email: string; readonly password: string },
): Promise<void> {
  const { headers } = await getAuth(deps).api.signInEmail({
    body: credentials,
    headers: requestHeaders,
    returnHeaders: true,
  });
  for (const cookie of headers.getSetCookie()) responseHeaders?.append("set-cookie", cookie);
}
