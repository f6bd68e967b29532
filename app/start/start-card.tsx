"use client";

import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { Spinner } from "@/app/_ui/spinner";
import { useIsHydrated } from "@/app/_ui/use-now";

interface StartCardProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  /** The one that most people want; it has the focus. */
  readonly isPrimary?: boolean;
  readonly isBusy?: boolean;
  /** Why it cannot be chosen, in a sentence. */
  readonly refusal?: string | false;
  readonly onChoose: () => void;
}

/** A large choice: a card that is one button. */
export function StartCard(props: StartCardProps) {
  const { icon, title, children, isPrimary = false, isBusy = false, refusal = false, onChoose } = props;
  const isOff = refusal !== false;
  // Until the browser has taken over, a click would be lost without a word.
  const isWaiting = !useIsHydrated() || isBusy;
  return (
    <button
      type="button"
      // biome-ignore lint/a11y/noAutofocus: the first page after set-up has one next step; Enter takes it
      autoFocus={isPrimary}
      aria-disabled={isOff || isWaiting || undefined}
      aria-busy={isBusy || undefined}
      onClick={() => !isOff && !isWaiting && onChoose()}
      className={cn(
        "group flex min-h-36 flex-col items-start gap-1 rounded-card border bg-surface p-4 text-left shadow-1 transition-[border-color,box-shadow]",
        isOff
          ? "cursor-not-allowed border-border text-disabled"
          : "border-border hover:border-border-strong hover:shadow-2",
        isWaiting && "cursor-progress",
        isPrimary && !isOff && "border-accent hover:border-accent",
      )}
    >
      <span
        className={cn(
          "mb-2 grid size-9 place-items-center rounded-control",
          isPrimary && !isOff ? "bg-accent text-on-accent" : "bg-sunken text-text-2",
        )}
      >
        {isBusy ? <Spinner /> : <Icon of={icon} size={20} />}
      </span>
      <span className="text-heading">{title}</span>
      <span className={cn("text-body", isOff ? "text-disabled" : "text-text-2")}>
        {isOff ? refusal : children}
      </span>
    </button>
  );
}
