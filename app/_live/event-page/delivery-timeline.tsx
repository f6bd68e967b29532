"use client";

import { cn } from "@/app/_ui/cn";
import { formatDuration } from "@/app/_ui/format";
import { Sentence } from "@/app/_ui/sentence";
import { StateIcon } from "@/app/_ui/state-pill";
import { Tooltip } from "@/app/_ui/tooltip";
import type { DeliveryChip } from "@/server/events/event-row";
import { consumerTitle, flowTitle } from "../consumer-title";

interface DeliveryTimelineProps {
  readonly chips: readonly DeliveryChip[];
  readonly selected: string | undefined;
  readonly onSelect: (subscription: string) => void;
}

/** The consumers of an event, each with what became of it; choosing one shows its steps. */
export function DeliveryTimeline({ chips, selected, onSelect }: DeliveryTimelineProps) {
  return (
    <ul aria-label="Consumers" className="flex flex-col">
      {chips.map((chip) => {
        const id = chipId(chip);
        return (
          <li key={id} className="border-b last:border-b-0">
            <button
              type="button"
              aria-pressed={id === selected}
              onClick={() => onSelect(id)}
              className={cn(
                "flex w-full items-start gap-2 border-l-2 border-transparent px-3 py-2 text-left transition-colors hover:bg-hover",
                id === selected && "border-l-ring bg-accent-soft",
              )}
            >
              <span className="pt-0.5">
                <StateIcon state={chip.status} />
              </span>
              <span className="min-w-0 flex-1">
                <span className="flex items-baseline justify-between gap-2">
                  <Tooltip text={consumerTitle(chip, chips)}>
                    <span className="truncate text-dense font-strong">{chip.consumerName}</span>
                  </Tooltip>
                  {chip.durationMs === null ? null : (
                    <span className="text-label text-muted tabular-nums">
                      {formatDuration(chip.durationMs)}
                    </span>
                  )}
                </span>
                {consumerTitle(chip, chips) === chip.consumerName ? null : (
                  <span className="block text-label font-normal text-muted wrap-anywhere">
                    in {flowTitle(chip, chips)}
                  </span>
                )}
                {chip.run > 0 ? (
                  <span className="block text-label text-muted">
                    {chip.isDryRun ? "Dry run" : "Replay"} {chip.run}
                  </span>
                ) : null}
                {chip.message === null ? null : (
                  <span className="block text-label font-normal text-muted wrap-anywhere">
                    <Sentence>{chip.message}</Sentence>
                  </span>
                )}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** One consumer's chip on a page: a replay is a line of its own. */
export function chipId(chip: { readonly subscriptionId: string; readonly run: number }): string {
  return `${chip.subscriptionId}:${chip.run}`;
}
