"use client";

import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface CheckboxProps {
  readonly checked: boolean;
  /** Some of what it stands for is chosen. */
  readonly mixed?: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
  /** The label at its right. Without one give `label`. */
  readonly children?: ReactNode;
  readonly label?: string;
  readonly help?: ReactNode;
  readonly disabled?: boolean;
  readonly name?: string;
}

/** 16 px; for a choice that takes effect with a later button. What acts at once is a `Switch`. */
export function Checkbox(props: CheckboxProps) {
  const { checked, mixed = false, onCheckedChange, children, label, help, disabled = false, name } = props;
  const box = (
    <Base.Root
      checked={checked}
      indeterminate={mixed}
      disabled={disabled}
      onCheckedChange={(next) => onCheckedChange(next)}
      {...(label === undefined ? {} : { "aria-label": label })}
      {...(name === undefined ? {} : { name })}
      className={cn(
        "relative grid size-4 shrink-0 place-items-center rounded-chip border border-border-strong bg-surface transition-colors",
        "data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent",
        "data-disabled:border-border data-disabled:bg-sunken",
        // The mark is 16 px, its target 24, and 44 for fingers.
        "after:absolute after:-inset-1.5 touch:after:-inset-3.5",
      )}
    >
      <Base.Indicator className={cn("text-on-accent", disabled && "text-disabled")}>
        {mixed ? <Minus size={12} strokeWidth={2.5} /> : <Check size={12} strokeWidth={2.5} />}
      </Base.Indicator>
    </Base.Root>
  );
  if (children === undefined) return box;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control inside is rendered by Base UI
    <label className={cn("flex items-start gap-2", disabled ? "text-disabled" : "cursor-pointer")}>
      <span className="flex h-5 items-center">{box}</span>
      <span className="flex min-w-0 flex-col">
        <span>{children}</span>
        {help === undefined ? null : <span className="text-label font-normal text-muted">{help}</span>}
      </span>
    </label>
  );
}
