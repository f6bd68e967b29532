import type { ComponentProps } from "react";
import { cn } from "./cn";

/** 20 px on `accent-soft`: a field of the event inside a value box. */
export function FieldChip({ className, ...rest }: ComponentProps<"span">) {
  return (
    <span
      {...rest}
      className={cn(
        "inline-flex h-5 max-w-full items-center gap-1 truncate rounded-chip bg-accent-soft px-1.5 align-middle text-label text-accent-text",
        className,
      )}
    />
  );
}
