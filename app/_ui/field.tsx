"use client";

import { Field as Base } from "@base-ui/react/field";
import { TriangleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
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

const layout = "flex min-w-0 flex-col gap-1";
const labelLook = "text-label text-muted";
const helpLook = "text-label font-normal text-muted";
const errorLook = "flex items-start gap-1 text-label font-normal text-bad";

function isShown(error: ReactNode): boolean {
  return error !== undefined && error !== null && error !== false && error !== "";
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
  const hasError = isShown(error);
  return (
    <Base.Root invalid={hasError} disabled={disabled} className={cn(layout, className)}>
      <div className={cn("flex min-h-4 items-end justify-between gap-2", hideLabel && !corner && "sr-only")}>
        <Base.Label className={cn(labelLook, hideLabel && "sr-only")}>
          <LabelText label={label} optional={optional} />
        </Base.Label>
        {corner}
      </div>
      {children}
      {hasError ? (
        <Base.Error match className={errorLook}>
          <ErrorText>{error}</ErrorText>
        </Base.Error>
      ) : help ? (
        <Base.Description className={helpLook}>{help}</Base.Description>
      ) : null}
    </Base.Root>
  );
}

type FieldGroupProps = Pick<FieldProps, "label" | "optional" | "help" | "error" | "children">;

/** Looks like a `Field` and holds several controls: each keeps its own name, where a `Field` gives all its label. */
export function FieldGroup({ label, optional, help, error, children }: FieldGroupProps) {
  const id = useId();
  const hasError = isShown(error);
  const hasNote = hasError || Boolean(help);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a look of its own
    <div
      role="group"
      aria-labelledby={id}
      aria-describedby={hasNote ? `${id}-note` : undefined}
      className={layout}
    >
      <span id={id} className={labelLook}>
        <LabelText label={label} optional={optional} />
      </span>
      {children}
      {hasNote ? (
        <div id={`${id}-note`} className={hasError ? errorLook : helpLook}>
          {hasError ? <ErrorText>{error}</ErrorText> : help}
        </div>
      ) : null}
    </div>
  );
}

function LabelText({ label, optional }: Pick<FieldProps, "label" | "optional">) {
  return (
    <>
      {label}
      {optional ? <span className="font-normal"> (optional)</span> : null}
    </>
  );
}

function ErrorText({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <Icon of={TriangleAlert} size={12} className="mt-0.5" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </>
  );
}
