import { cn } from "./cn";
import { type ShownState, stateLooks } from "./delivery-state";
import { Pill } from "./pill";
import { Tooltip } from "./tooltip";

export interface DeliveryChip {
  readonly id: string;
  readonly consumer: string;
  readonly state: ShownState;
  /** In place of the name while it matters: "2/5 in 8 s". */
  readonly detail?: string | undefined;
}

interface DeliveryChipsProps {
  readonly deliveries: readonly DeliveryChip[];
  /** Beyond that many: `+3`. */
  readonly limit?: number;
  readonly className?: string;
}

/** What became of one event: a chip for each consumer, with icon and name. */
export function DeliveryChips({ deliveries, limit = 4, className }: DeliveryChipsProps) {
  const shown = deliveries.slice(0, limit);
  const rest = deliveries.slice(limit);
  return (
    <span className={cn("flex min-w-0 items-center gap-1 overflow-hidden", className)}>
      {shown.map((delivery) => (
        <Chip key={delivery.id} {...delivery} />
      ))}
      {rest.length === 0 ? null : (
        <Tooltip
          text={rest
            .map((each) => `${each.consumer}: ${stateLooks[each.state].word.toLowerCase()}`)
            .join(", ")}
        >
          <Pill>+{rest.length}</Pill>
        </Tooltip>
      )}
    </span>
  );
}

function Chip({ consumer, state, detail }: DeliveryChip) {
  const look = stateLooks[state];
  return (
    <Tooltip text={`${consumer}: ${look.word.toLowerCase()}${detail === undefined ? "" : ` ${detail}`}`}>
      <Pill
        tone={look.tone}
        icon={look.icon}
        spinning={state === "running"}
        // Where room is short, what worked gives way to what wants to be looked at. No factor is below 1: then only
        // a part of what is too much would be taken away.
        className={state === "succeeded" ? "min-w-7 shrink-[5]" : "min-w-14 shrink"}
      >
        {consumer}
        {detail === undefined ? null : ` ${detail}`}
        <span className="sr-only">: {look.word}</span>
      </Pill>
    </Tooltip>
  );
}
