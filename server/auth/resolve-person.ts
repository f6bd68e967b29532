import type { Deps } from "../deps";
import { getAuth } from "./auth";
import { clientIpOf } from "./client-ip";
import type { Person } from "./person";

/**
 * The person whose session cookie these headers carry; read from the database each time, so that
 * a revoked session ends with the next request. Does not prolong the session: that is the auth route's work.
 */
export async function resolvePerson(deps: Deps, headers: Headers): Promise<Person | undefined> {
  if (!headers.has("cookie")) return undefined;
  const found = await getAuth(deps).api.getSession({ headers, query: { disableRefresh: true } });
  if (found === null) return undefined;
  return {
    userId: found.user.id,
    name: found.user.name,
    email: found.user.email,
    sessionId: found.session.id,
    ip: clientIpOf(headers),
  };
}
