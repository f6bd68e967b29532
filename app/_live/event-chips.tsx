"use client";

import { DeliveryChips } from "@/app/_ui/delivery-chips";
import { formatRelativeTime } from "@/app/_ui/format-time";
import { useNow } from "@/app/_ui/use-now";
import type { DeliveryChip } from "@/server/events/event-row";
import { consumerTitle } from "./consumer-title";

function detailOf(chip: DeliveryChip, now: Date): string | undefined {
  if (chip.dueAt === null) return undefined;
  if (chip.status === "held") return `· ${formatRelativeTime(chip.dueAt, now)}`;
  if (chip.status !== "retrying") return undefined;
  return `· try ${chip.attempts + 1} ${formatRelativeTime(chip.dueAt, now)}`;
}

/** A chip per consumer of one event; what is retried says when. */
export function EventChips({ chips }: { readonly chips: readonly DeliveryChip[] }) {
  const now = useNow();
  return (
    <DeliveryChips
      deliveries={chips.map((chip) => ({
        id: `${chip.subscriptionId}:${chip.run}`,
        consumer: consumerTitle(chip, chips),
        state: chip.status,
        detail: detailOf(chip, now),
      }))}
    />
  );
}
