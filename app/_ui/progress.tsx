"use client";

import { Progress as Base } from "@base-ui/react/progress";
import type { ReactNode } from "react";

interface ProgressProps {
  /** 0 to 1; nothing while the end is not known. */
  readonly value: number | undefined;
  /** What goes on. */
  readonly label: ReactNode;
  /** At the right: "812 of 1,204 · 40 s left". */
  readonly detail?: ReactNode;
}

/** Something long, with its end in sight. */
export function Progress({ value, label, detail }: ProgressProps) {
  return (
    <Base.Root value={value === undefined ? null : value * 100} className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-4 text-dense">
        <Base.Label className="min-w-0 truncate">{label}</Base.Label>
        <span className="shrink-0 text-muted tabular-nums">{detail}</span>
      </div>
      <Base.Track className="h-1.5 overflow-hidden rounded-full bg-border">
        <Base.Indicator className="h-full rounded-full bg-accent transition-[width] duration-200 data-indeterminate:w-1/3 data-indeterminate:animate-skeleton" />
      </Base.Track>
    </Base.Root>
  );
}
