import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import { createApiContext } from "@/server/api/context";
import { appRouter } from "@/server/api/root";
import { getDeps } from "@/server/db";
import { makeQueryClient } from "./query-client";

/** The context of the page that is being rendered. */
export const getApiContext = cache(async () => createApiContext(getDeps(), new Headers(await headers())));

/** The query cache of the page that is being rendered. */
export const getQueryClient = cache(makeQueryClient);

/**
 * The same names as `useTRPC()` in the browser, called in-process: `prefetch` or
 * `getQueryClient().fetchQuery(trpc.account.me.queryOptions())`.
 */
export const trpc = createTRPCOptionsProxy({
  ctx: getApiContext,
  router: appRouter,
  queryClient: getQueryClient,
});

/** Carries what the page prefetched over to the browser's cache. */
export function Hydrate({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}
