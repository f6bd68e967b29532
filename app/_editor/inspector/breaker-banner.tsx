"use client";

import { useLive } from "@/app/_live/live-context";
import { Banner } from "@/app/_ui/banner";
import { formatDuration } from "@/app/_ui/format";
import { useNow } from "@/app/_ui/use-now";

/** Says that a consumer is held because a destination is down, why, and when it is tried again. */
export function BreakerBanner({ consumerId }: { readonly consumerId: string }) {
  const breaker = useLive(({ consumers }) => consumers.get(consumerId)?.breaker ?? null);
  const now = useNow();
  if (breaker === null) return null;
  const waitMs = breaker.nextTryAt.getTime() - now.getTime();
  const next = waitMs > 0 ? `in ${formatDuration(Math.max(1000, waitMs))}` : "now";
  return (
    <Banner tone="wait" className="m-4">
      Held, because {breaker.destination} is down: {breaker.reason.replaceAll("`", "")} Events wait without
      spending tries. Next try {next}.
    </Banner>
  );
}
