"use client";

import { Switch as Base } from "@base-ui/react/switch";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface SwitchProps {
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
  /** The label at its right. Without one give `label`. */
  readonly children?: ReactNode;
  readonly label?: string;
  readonly help?: ReactNode;
  readonly disabled?: boolean;
}

/** 28×16; acts at once. */
export function Switch({ checked, onCheckedChange, children, label, help, disabled = false }: SwitchProps) {
  const track = (
    <Base.Root
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onCheckedChange(next)}
      {...(label === undefined ? {} : { "aria-label": label })}
      className={cn(
        "relative flex h-4 w-7 shrink-0 items-center rounded-full border border-border-strong bg-surface p-px transition-colors",
        "data-checked:border-accent data-checked:bg-accent",
        "data-disabled:border-border data-disabled:bg-sunken",
        "after:absolute after:-inset-1.5 touch:after:-inset-3.5",
      )}
    >
      <Base.Thumb className="size-3 rounded-full bg-border-strong transition-[translate,background-color] data-checked:translate-x-3 data-checked:bg-on-accent data-disabled:bg-disabled" />
    </Base.Root>
  );
  if (children === undefined) return track;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control inside is rendered by Base UI
    <label className={cn("flex items-start gap-2", disabled ? "text-disabled" : "cursor-pointer")}>
      <span className="flex h-5 items-center">{track}</span>
      <span className="flex min-w-0 flex-col">
        <span>{children}</span>
        {help === undefined ? null : <span className="text-label font-normal text-muted">{help}</span>}
      </span>
    </label>
  );
}
