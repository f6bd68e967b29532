"use client";

import { Field } from "@base-ui/react/field";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { inputBox } from "./input-styles";

interface TextareaProps extends ComponentProps<"textarea"> {
  readonly mono?: boolean | undefined;
}

/** Several lines; grows with its text from `rows` up to half the window. */
export function Textarea({ mono = false, rows = 3, className, value, defaultValue, ...rest }: TextareaProps) {
  return (
    <Field.Control
      {...(value === undefined ? {} : { value: String(value) })}
      {...(defaultValue === undefined ? {} : { defaultValue: String(defaultValue) })}
      render={
        <textarea
          {...rest}
          rows={rows}
          // A box that grows forgets its rows: they become its least height.
          style={{ minHeight: `calc(${rows}lh + 14px)`, ...rest.style }}
          className={cn(
            inputBox,
            "field-sizing-content max-h-[50vh] resize-y px-2 py-1.5",
            mono && "font-mono text-mono",
            className,
          )}
        />
      }
    />
  );
}
