"use client";

import { Check, Copy } from "lucide-react";
import { cn } from "./cn";
import { shortenMiddle } from "./format";
import { Icon } from "./icon";
import { Tooltip } from "./tooltip";
import { useCopy } from "./use-copy";

interface CopyIdProps {
  readonly id: string;
  /** What it is, for screen readers: "event id". */
  readonly label?: string;
  /** Shows it whole in place of `018f…9c2a`. */
  readonly whole?: boolean;
  readonly className?: string;
}

/** An id that a click copies; the whole id is in the tooltip. */
export function CopyId({ id, label = "id", whole = false, className }: CopyIdProps) {
  const { copied, copy } = useCopy();
  return (
    <Tooltip text={copied ? "Copied" : <span className="font-mono">{id}</span>}>
      <button
        type="button"
        aria-label={copied ? `Copied ${label}` : `Copy ${label} ${id}`}
        onClick={(event) => {
          event.stopPropagation();
          copy(id);
        }}
        className={cn(
          "group/id relative inline-flex max-w-full items-center gap-1 rounded-chip font-mono text-mono text-text-2 transition-colors hover:text-text",
          // Marks are small, their target is not.
          "after:absolute after:-inset-1",
          className,
        )}
      >
        <span className="truncate">{whole ? id : shortenMiddle(id)}</span>
        <Icon
          of={copied ? Check : Copy}
          size={12}
          className={cn(
            "text-muted opacity-0 transition-opacity group-hover/id:opacity-100 group-focus-visible/id:opacity-100 touch:opacity-100",
            copied && "text-ok-mark opacity-100",
          )}
        />
      </button>
    </Tooltip>
  );
}
