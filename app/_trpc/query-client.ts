import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { isTRPCClientError } from "@trpc/client";
import { SuperJSON } from "superjson";

/** What stands twice in an answer, as a draft that is what runs, goes over the wire once. */
const superjson = new SuperJSON({ dedupe: true });

/** What the server refused for a reason will be refused again: only the network and the server's own failures repeat. */
function isWorthRetrying(failures: number, error: Error): boolean {
  if (failures >= 2) return false;
  return !(isTRPCClientError(error) && error.data?.appCode !== undefined);
}

/** A cache for one page load on the server, or for the life of the tab in the browser. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: isWorthRetrying },
      dehydrate: {
        serializeData: (data) => superjson.serialize(data),
        // A pending query goes along, so that a page need not wait for what it prefetches.
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
      hydrate: { deserializeData: (data) => superjson.deserialize(data) },
    },
  });
}
