import { Card } from "@/app/_ui/card";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import type { Replay } from "./replay-progress";

/** How far a replay is whose events are still being looked at. */
export function ReplayPlanning({ replay }: { readonly replay: Replay }) {
  const { planning, total, startsBy } = replay;
  if (planning === null) return null;
  return (
    <Card title="Choosing the events">
      <div className="flex flex-col gap-2">
        <progress
          aria-label="How far the choice is"
          value={planning.looked}
          max={planning.of}
          className="h-2 w-full appearance-none overflow-hidden rounded-full bg-border [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-border [&::-webkit-progress-value]:bg-accent"
        />
        <p className="text-dense tabular-nums">
          {formatNumber(planning.looked)} of {formatPlural(planning.of, "event")} looked at,{" "}
          {formatNumber(total)} chosen so far.
        </p>
        <p className="max-w-[68ch] text-dense text-muted">
          {startsBy === null
            ? "You can leave this page: the plan is made without it. Nothing runs before you start it."
            : `It starts as soon as all are looked at, as ${startsBy} has asked.`}{" "}
          What arrives meanwhile is not chosen.
        </p>
      </div>
    </Card>
  );
}
