import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const look =
  "rounded-chip text-accent-text underline decoration-accent-text/40 underline-offset-2 transition-colors hover:decoration-accent-text";

/** A link in a sentence. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link {...rest} className={cn(look, className)} />;
}

/** Something to do in a sentence: *Choose a topic*, *Undo*. */
export function TextButton({ className, ...rest }: ComponentProps<"button">) {
  return <button type="button" {...rest} className={cn(look, className)} />;
}
