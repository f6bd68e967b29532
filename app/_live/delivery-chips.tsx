"use client";

import { stateLooks } from "@/app/_ui/delivery-state";
import { formatRelativeTime } from "@/app/_ui/format-time";
import { Pill } from "@/app/_ui/pill";
import { Tooltip } from "@/app/_ui/tooltip";
import type { DeliveryChip } from "@/server/events/event-row";

const MAX_CHIPS = 4;

function chipText(chip: DeliveryChip, now: Date): string {
  if (chip.status !== "retrying" || chip.dueAt === null) return chip.consumerName;
  return `${chip.consumerName} · try ${chip.attempts + 1} ${formatRelativeTime(chip.dueAt, now)}`;
}

/** One pill per consumer: icon and name, and when it is tried again. Over four: `+3`. */
export function DeliveryChips({
  chips,
  now,
}: {
  readonly chips: readonly DeliveryChip[];
  readonly now: Date;
}) {
  const shown = chips.length > MAX_CHIPS ? chips.slice(0, MAX_CHIPS - 1) : chips;
  const rest = chips.slice(shown.length);
  return (
    <span className="flex min-w-0 justify-end gap-1">
      {shown.map((chip) => {
        const look = stateLooks[chip.status];
        return (
          <Tooltip
            key={`${chip.subscriptionId}:${chip.run}`}
            text={`${look.word}${chip.message ? `: ${chip.message}` : ""}`}
          >
            <Pill tone={look.tone} icon={look.icon} spinning={chip.status === "running"} className="min-w-0">
              <span className="sr-only">{look.word}: </span>
              {chipText(chip, now)}
            </Pill>
          </Tooltip>
        );
      })}
      {rest.length > 0 ? (
        <Tooltip
          text={rest.map((chip) => `${chip.consumerName}: ${stateLooks[chip.status].word}`).join(", ")}
        >
          <Pill>+{rest.length}</Pill>
        </Tooltip>
      ) : null}
    </span>
  );
}
