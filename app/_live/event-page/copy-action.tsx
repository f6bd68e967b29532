"use client";

import { Check, Copy } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { useCopy } from "@/app/_ui/use-copy";

/** How an action looks in the list of what can be done with an event: a row as wide as the list. */
export const rowAction = {
  variant: "ghost",
  size: "dense",
  className: "w-full justify-start font-normal",
} as const;

/** Puts a text on the clipboard, and says so on itself. */
export function CopyAction({ text, children }: { readonly text: () => string; readonly children: string }) {
  const { copied, copy } = useCopy();
  return (
    <Button {...rowAction} icon={copied ? Check : Copy} onClick={() => copy(text())}>
      {copied ? "Copied" : children}
    </Button>
  );
}
