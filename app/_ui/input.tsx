"use client";

import { Input as Base } from "@base-ui/react/input";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { inputBox } from "./input-styles";

export interface InputProps extends Omit<ComponentProps<"input">, "size" | "defaultValue" | "value"> {
  readonly value?: string | number | undefined;
  readonly defaultValue?: string | number | undefined;
  /** For topics, ids, addresses and expressions. */
  readonly mono?: boolean | undefined;
  readonly size?: "default" | "large" | undefined;
  readonly onValueChange?: ((value: string) => void) | undefined;
}

/** One line of text. Inside a `Field` it gets its label, help and error by itself. Takes the text size around it. */
export function Input({ mono = false, size = "default", className, onValueChange, ...rest }: InputProps) {
  return (
    <Base
      autoComplete="off"
      {...rest}
      {...(onValueChange === undefined ? {} : { onValueChange: (value: string) => onValueChange(value) })}
      className={cn(
        inputBox,
        "h-8 px-2 touch:h-10",
        size === "large" && "h-10 px-3",
        mono && "font-mono text-mono",
        rest.type === "number" && "tabular-nums",
        className,
      )}
    />
  );
}
