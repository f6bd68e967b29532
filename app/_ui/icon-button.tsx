"use client";

import { Button as Base } from "@base-ui/react/button";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { buttonStyles } from "./button-styles";
import { cn } from "./cn";
import { Icon } from "./icon";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "disabled" | "children"> {
  readonly icon: LucideIcon;
  /** Its name for screen readers and in the tooltip: a verb with its object. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly variant?: "ghost" | "secondary" | "primary";
  /** 24 stands inside rows of 28 or 32 only. */
  readonly size?: 24 | 28 | 32 | 40;
  readonly tooltipSide?: "top" | "right" | "bottom" | "left";
  readonly busy?: boolean | undefined;
  /** A sentence why not, shown in the tooltip. */
  readonly disabled?: boolean | string | undefined;
  /** For buttons that switch something on: on or off. */
  readonly pressed?: boolean | undefined;
}

const sizes = { 24: "size-6", 28: "size-7", 32: "size-8", 40: "size-10" } as const;

export function IconButton(props: IconButtonProps) {
  const {
    icon,
    label,
    shortcut,
    variant = "ghost",
    size = 28,
    tooltipSide,
    busy,
    disabled,
    pressed,
    ...rest
  } = props;
  const reason = typeof disabled === "string" ? disabled : undefined;
  return (
    <Tooltip
      text={reason ?? label}
      {...(shortcut === undefined ? {} : { shortcut })}
      {...(tooltipSide === undefined ? {} : { side: tooltipSide })}
    >
      <Base
        {...rest}
        type={rest.type ?? "button"}
        disabled={disabled === true || reason !== undefined || busy === true}
        focusableWhenDisabled
        aria-label={reason === undefined ? label : `${label}: ${reason}`}
        aria-pressed={pressed}
        aria-busy={busy || undefined}
        className={cn(
          buttonStyles({ variant }),
          sizes[size],
          "p-0",
          variant === "ghost" && "text-text-2 hover:not-data-disabled:text-text",
          pressed && "bg-accent-soft text-accent-text hover:not-data-disabled:bg-accent-soft",
          rest.className,
        )}
      >
        {busy ? <Spinner /> : <Icon of={icon} />}
      </Base>
    </Tooltip>
  );
}
