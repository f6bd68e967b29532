"use client";

import { Button as Base } from "@base-ui/react/button";
import type { LucideIcon } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { type ButtonStyle, buttonStyles } from "./button-styles";
import { cn } from "./cn";
import { Icon } from "./icon";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

export interface ButtonProps extends Omit<ComponentProps<"button">, "disabled">, ButtonStyle {
  readonly icon?: LucideIcon | undefined;
  /** Shows a spinner in place of the icon and refuses clicks; the button keeps its width and its focus. */
  readonly busy?: boolean | undefined;
  /** The label while busy, in -ing form: "Deploying…". */
  readonly busyLabel?: string | undefined;
  /** A sentence why the button cannot be used, shown as tooltip. `true` only where the reason stands beside it. */
  readonly disabled?: boolean | string | undefined;
  readonly children: ReactNode;
}

export function Button(props: ButtonProps) {
  const {
    icon,
    busy = false,
    busyLabel,
    disabled = false,
    variant,
    size,
    className,
    children,
    ...rest
  } = props;
  const reason = typeof disabled === "string" ? disabled : undefined;
  const reasonId = useId();
  const off = disabled !== false;
  const button = (
    <Base
      {...rest}
      type={rest.type ?? "button"}
      // Busy keeps its colours: `disabled` alone would paint it grey.
      disabled={off}
      focusableWhenDisabled
      aria-disabled={off || busy || undefined}
      aria-busy={busy || undefined}
      aria-describedby={reason === undefined ? rest["aria-describedby"] : reasonId}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
      className={cn(buttonStyles({ variant, size }), busy && "cursor-progress", className)}
    >
      <Content icon={icon} busy={busy} busyLabel={busyLabel}>
        {children}
      </Content>
      {reason === undefined ? null : (
        <span id={reasonId} hidden>
          {reason}
        </span>
      )}
    </Base>
  );
  return reason === undefined ? button : <Tooltip text={reason}>{button}</Tooltip>;
}

type ContentProps = Pick<ButtonProps, "icon" | "busy" | "busyLabel" | "children">;

/** With a busy label both faces lie on each other, so that the width is that of the longer one from the start. */
function Content({ icon, busy, busyLabel, children }: ContentProps) {
  const glyph = icon === undefined ? null : <Icon of={icon} />;
  if (busyLabel === undefined) {
    return (
      <>
        {busy ? <Spinner /> : glyph}
        {children}
      </>
    );
  }
  const face = "col-start-1 row-start-1 flex items-center justify-center gap-1.5";
  return (
    <span className="grid">
      <span className={cn(face, busy && "invisible")}>
        {glyph}
        {children}
      </span>
      <span className={cn(face, !busy && "invisible")}>
        <Spinner />
        {busyLabel}
      </span>
    </span>
  );
}
