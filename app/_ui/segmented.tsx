"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { LucideIcon } from "lucide-react";
import { cn } from "./cn";
import { Icon } from "./icon";

interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly disabled?: boolean;
}

interface SegmentedProps<T extends string> {
  readonly value: T;
  readonly onValueChange: (value: T) => void;
  /** Two to four; more are a `Select`. */
  readonly segments: readonly Segment<T>[];
  /** What is chosen; not needed inside a `Field`. */
  readonly label?: string;
  readonly size?: "dense" | "default";
  /** As wide as what holds it, all segments alike. */
  readonly stretch?: boolean;
}

/** One of a few, all in sight. Arrow keys move. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { value, onValueChange, segments, label, size = "default", stretch = false } = props;
  return (
    <RadioGroup
      value={value}
      onValueChange={(next: T) => onValueChange(next)}
      {...(label === undefined ? {} : { "aria-label": label })}
      className={cn(
        "w-fit max-w-full gap-0.5 rounded-control border border-border bg-sunken p-0.5",
        stretch ? "grid w-full auto-cols-fr grid-flow-col" : "inline-flex",
        size === "dense" ? "h-7" : "h-8 touch:h-10",
      )}
    >
      {segments.map((segment) => (
        <Radio.Root
          key={segment.value}
          value={segment.value}
          disabled={segment.disabled ?? false}
          className={cn(
            "flex h-full min-w-0 cursor-pointer items-center justify-center gap-1.5 rounded-chip border border-transparent px-2.5 text-dense font-medium text-text-2 transition-colors select-none",
            "hover:text-text data-checked:border-border-strong data-checked:bg-surface data-checked:text-text data-disabled:text-disabled",
          )}
        >
          {segment.icon === undefined ? null : <Icon of={segment.icon} size={14} />}
          <span className="truncate">{segment.label}</span>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
