"use client";

import { useSyncExternalStore } from "react";
import { cn } from "./cn";
import { shortcutParts } from "./shortcut";

const never = () => () => {};
const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform);

interface KeyHintProps {
  /** As in `Mod+Shift+K`: Mod is ⌘ on Apple machines, else Ctrl. */
  readonly keys: string;
  readonly className?: string | undefined;
}

/** A keyboard shortcut in the writing of the reader's machine. */
export function KeyHint({ keys, className }: KeyHintProps) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  const parts = shortcutParts(keys, apple);
  return (
    <kbd className={cn("shrink-0 font-sans text-label whitespace-nowrap text-muted", className)}>
      {parts.join(apple ? "" : "+")}
    </kbd>
  );
}
