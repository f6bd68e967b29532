import type { Person } from "../auth/person";
import { resolvePerson } from "../auth/resolve-person";
import type { Deps } from "../deps";

/** What every procedure gets. */
export interface ApiContext {
  readonly deps: Deps;
  readonly headers: Headers;
  /** Headers to answer with, such as the cookie of a new session; absent while a page is rendered. */
  readonly responseHeaders: Headers | undefined;
  /** The signed-in person; one look-up for all procedures of a request. */
  readonly person: () => Promise<Person | undefined>;
}

/** Makes the context of one request. */
export function createApiContext(deps: Deps, headers: Headers, responseHeaders?: Headers): ApiContext {
  let found: Promise<Person | undefined> | undefined;
  const person = () => {
    found ??= resolvePerson(deps, headers);
    return found;
  };
  return { deps, headers, responseHeaders, person };
}
