import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import type { Tone } from "./delivery-state";
import { Icon } from "./icon";
import { toneSoft, toneText } from "./tone-styles";

export interface PillProps extends ComponentProps<"span"> {
  readonly tone?: Tone | "accent";
  readonly icon?: LucideIcon | undefined;
  readonly spinning?: boolean;
  readonly children: ReactNode;
}

/** 20 px high: an icon and a word on the soft colour of a state. */
export function Pill({ tone = "off", icon, spinning = false, className, children, ...rest }: PillProps) {
  return (
    <span
      {...rest}
      className={cn(
        "inline-flex h-5 max-w-full align-middle items-center gap-1 rounded-full px-2 text-label whitespace-nowrap tabular-nums",
        tone === "accent" ? "bg-accent-soft text-accent-text" : [toneSoft[tone], toneText[tone]],
        icon !== undefined && "pl-1.5",
        className,
      )}
    >
      {icon === undefined ? null : <Icon of={icon} size={12} className={cn(spinning && "animate-spin")} />}
      <span className="truncate">{children}</span>
    </span>
  );
}
