"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "@/server/api/root";
import { makeQueryClient } from "./query-client";
import { TRPCProvider } from "./trpc-context";

let browserQueryClient: QueryClient | undefined;

function currentQueryClient(): QueryClient {
  // On the server a shared cache would show one person's data to another.
  if (typeof window === "undefined") return makeQueryClient();
  browserQueryClient ??= makeQueryClient();
  return browserQueryClient;
}

function makeApiClient() {
  const url = "/api/trpc";
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url, transformer: superjson }),
        false: splitLink({
          // A search takes as long as it may: nothing else should wait for its answer.
          condition: (operation) => operation.path === "events.scan",
          true: httpLink({ url, transformer: superjson }),
          false: httpBatchLink({ url, transformer: superjson, maxItems: 20 }),
        }),
      }),
    ],
  });
}

/** Gives all below `useTRPC()`: the typed way to the server, with its cache. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const queryClient = currentQueryClient();
  const [apiClient] = useState(makeApiClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={apiClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
