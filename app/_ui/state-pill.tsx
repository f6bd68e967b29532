import type { ReactNode } from "react";
import { cn } from "./cn";
import { type ShownState, stateLooks } from "./delivery-state";
import { Icon } from "./icon";
import { Pill } from "./pill";
import { toneMark } from "./tone-styles";

interface StatePillProps {
  readonly state: ShownState;
  /** In place of the plain word: "4 waiting · next 13:40". */
  readonly children?: ReactNode;
  readonly className?: string;
}

/** The state of a delivery: colour, icon and word. */
export function StatePill({ state, children, className }: StatePillProps) {
  const look = stateLooks[state];
  return (
    <Pill
      tone={look.tone}
      icon={look.icon}
      spinning={state === "running"}
      {...(className === undefined ? {} : { className })}
    >
      {children ?? look.word}
    </Pill>
  );
}

interface StateIconProps {
  readonly state: ShownState;
  readonly size?: 12 | 14 | 16;
  /** Only where the word does not stand beside it. */
  readonly named?: boolean;
}

/** The mark of a state without its word, e.g. at the start of a table row. */
export function StateIcon({ state, size = 16, named = true }: StateIconProps) {
  const look = stateLooks[state];
  return (
    <Icon
      of={look.icon}
      size={size}
      className={cn(toneMark[look.tone], state === "running" && "animate-spin")}
      {...(named ? { label: look.word } : {})}
    />
  );
}
