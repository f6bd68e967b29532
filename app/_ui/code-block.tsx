"use client";

import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";
import { useCopy } from "./use-copy";

interface CodeBlockProps {
  /** What is copied, and shown unless `children` shows it better. */
  readonly code: string;
  /** What it is: "curl", "Payload". */
  readonly label?: string;
  /** Beside the copy button. */
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** Code, a payload or a command: wraps, can be copied and scrolled by keyboard. */
export function CodeBlock({ code, label, actions, className, children }: CodeBlockProps) {
  const { copied, copy } = useCopy();
  return (
    <figure
      className={cn(
        "group/code relative flex flex-col rounded-control border border-border bg-sunken",
        className,
      )}
    >
      {label === undefined ? null : (
        <figcaption className="flex h-8 shrink-0 items-center pr-20 pl-3 text-label text-muted">
          {label}
        </figcaption>
      )}
      <div className="absolute top-0.5 right-0.5 flex gap-0.5">
        {actions}
        <IconButton
          icon={copied ? Check : Copy}
          label={copied ? "Copied" : "Copy"}
          onClick={() => copy(code)}
        />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={cn(
          "min-h-0 overflow-auto px-3 pb-2 text-mono whitespace-pre-wrap text-text wrap-anywhere",
          label === undefined && "pt-2 pr-10",
        )}
      >
        {children ?? code}
      </pre>
    </figure>
  );
}
