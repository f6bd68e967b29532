"use client";

import { Radio as Base } from "@base-ui/react/radio";
import { RadioGroup as Group } from "@base-ui/react/radio-group";
import type { ReactNode } from "react";

interface RadioGroupProps<T extends string> {
  readonly value: T;
  readonly onValueChange: (value: T) => void;
  /** The question, for screen readers. */
  readonly label: string;
  /** `Radio`s. */
  readonly children: ReactNode;
}

/** One of a few sentences, one under the other. */
export function RadioGroup<T extends string>({ value, onValueChange, label, children }: RadioGroupProps<T>) {
  return (
    <Group
      value={value}
      onValueChange={(next: T) => onValueChange(next)}
      aria-label={label}
      className="flex flex-col gap-1"
    >
      {children}
    </Group>
  );
}

export function Radio({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control inside is rendered by Base UI
    <label className="flex cursor-pointer items-start gap-2">
      <span className="flex h-5 items-center">
        <Base.Root
          value={value}
          className="grid size-4 shrink-0 place-items-center rounded-full border border-border-strong bg-surface data-checked:border-accent data-checked:bg-accent"
        >
          <Base.Indicator className="size-1.5 rounded-full bg-on-accent" />
        </Base.Root>
      </span>
      <span className="min-w-0">{children}</span>
    </label>
  );
}
