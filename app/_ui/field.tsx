"use client";

import { Field as Base } from "@base-ui/react/field";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Icon } from "./icon";

export interface FieldProps {
  readonly label: ReactNode;
  /** Keeps the label for screen readers only, where the place makes it plain to see. */
  readonly hideLabel?: boolean | undefined;
  readonly optional?: boolean | undefined;
  readonly help?: ReactNode;
  /** A sentence: what is wrong and what would be right. Replaces the help. */
  readonly error?: ReactNode;
  /** At the right end of the label line, e.g. a switch between text and expression. */
  readonly corner?: ReactNode;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Label above, control, help or error below, wired together for screen readers. */
export function Field(props: FieldProps) {
  const {
    label,
    hideLabel = false,
    optional,
    help,
    error,
    corner,
    disabled = false,
    className,
    children,
  } = props;
  const hasError = error !== undefined && error !== null && error !== false && error !== "";
  return (
    <Base.Root
      invalid={hasError}
      disabled={disabled}
      className={cn("flex min-w-0 flex-col gap-1", className)}
    >
      <div className={cn("flex min-h-4 items-end justify-between gap-2", hideLabel && !corner && "sr-only")}>
        <Base.Label className={cn("text-label text-muted", hideLabel && "sr-only")}>
          {label}
          {optional ? <span className="font-normal"> (optional)</span> : null}
        </Base.Label>
        {corner}
      </div>
      {children}
      {hasError ? (
        <Base.Error match className="flex items-start gap-1 text-label font-normal text-bad">
          <Icon of={TriangleAlert} size={12} className="mt-0.5" />
          <span className="min-w-0 wrap-anywhere">{error}</span>
        </Base.Error>
      ) : help ? (
        <Base.Description className="text-label font-normal text-muted">{help}</Base.Description>
      ) : null}
    </Base.Root>
  );
}
