"use client";

import { FlaskConicalOff } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { formatPlural } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { hideTestEvents, useTestEventsHidden } from "./use-test-traffic";

interface TestTrafficNoteProps {
  /** How many are hidden here; absent where nobody counts them. Nothing is said about none. */
  readonly count?: number;
  /** What is hidden, one and several, when it is not events. */
  readonly what?: readonly [string, string];
  /** What else is to be known: "The figures on the cards count them." */
  readonly children?: string;
  /** A switch stands beside the list: then the line needs no button. */
  readonly hasSwitch?: boolean;
  readonly className?: string;
}

/** Says that test events are left out here, and shows them again; nothing while they are shown anyway. */
export function TestTrafficNote({
  hasSwitch = false,
  count,
  what = ["test event", "test events"],
  children,
  className,
}: TestTrafficNoteProps) {
  const isHidden = useTestEventsHidden();
  if (!isHidden || count === 0) return null;
  const words =
    count === undefined
      ? "Test events are hidden."
      : `${formatPlural(count, ...what)} ${count === 1 ? "is" : "are"} hidden.`;
  return (
    <p
      className={cn("flex flex-wrap items-center gap-x-2 text-dense text-text-2", className)}
      data-testid="test-traffic"
    >
      <Icon of={FlaskConicalOff} className="text-muted" />
      <span>
        {words}
        {children === undefined ? null : ` ${children}`}
      </span>
      {hasSwitch ? null : (
        <Button
          variant="ghost"
          size="dense"
          onClick={(event) => {
            // The line goes: the keyboard stays on the page.
            event.currentTarget.closest<HTMLElement>("main")?.focus({ preventScroll: true });
            hideTestEvents(false);
          }}
        >
          Show
        </Button>
      )}
    </p>
  );
}

/** Beside figures that nobody can take apart: that test events are in them, while lists leave them out. */
export function TestTrafficFigures({ className }: { readonly className?: string }) {
  if (!useTestEventsHidden()) return null;
  return (
    <p className={cn("text-dense text-muted", className)} data-testid="test-traffic-figures">
      Test events are hidden in lists. The figures here count them.
    </p>
  );
}
