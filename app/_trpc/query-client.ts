import {
  defaultShouldDehydrateQuery,
  type InvalidateOptions,
  type InvalidateQueryFilters,
  QueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import { isTRPCClientError } from "@trpc/client";
import { SuperJSON } from "superjson";

/** What stands twice in an answer, as a draft that is what runs, goes over the wire once. */
const superjson = new SuperJSON({ dedupe: true });

/** What the server refused for a reason will be refused again: only the network and the server's own failures repeat. */
function isWorthRetrying(failures: number, error: Error): boolean {
  if (failures >= 2) return false;
  return !(isTRPCClientError(error) && error.data?.appCode !== undefined);
}

/**
 * The library asks nothing anew while a first answer is under way. That answer can be older than what made the data
 * invalid, and would stay on the page.
 */
class AskingAgainClient extends QueryClient {
  override invalidateQueries<Key extends QueryKey = QueryKey>(
    filters?: InvalidateQueryFilters<Key>,
    options?: InvalidateOptions,
  ): Promise<void> {
    void this.cancelQueries<Key>({
      ...filters,
      predicate: (query) => query.state.data === undefined && (filters?.predicate?.(query) ?? true),
    });
    return super.invalidateQueries<Key>(filters, options);
  }
}

/** A cache for one page load on the server, or for the life of the tab in the browser. */
export function makeQueryClient(): QueryClient {
  return new AskingAgainClient({
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
