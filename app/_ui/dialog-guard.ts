"use client";

import type { Dialog } from "@base-ui/react/dialog";
import { type FormEvent, useRef } from "react";

type Change = (open: boolean, details: Dialog.Root.ChangeEventDetails) => void;

/**
 * `Esc` and a click beside it close a dialog, unless something was typed in it: then only its buttons do. With
 * `onAccident` they never close it, and it is told.
 */
export function useDialogGuard(onOpenChange: (open: boolean) => void, onAccident?: () => void) {
  const typed = useRef(false);
  const change: Change = (open, details) => {
    const byAccident = details.reason === "escape-key" || details.reason === "outside-press";
    if (!open && byAccident && (typed.current || onAccident)) {
      details.cancel();
      onAccident?.();
      return;
    }
    typed.current = false;
    onOpenChange(open);
  };
  const onInput = (_: FormEvent) => {
    typed.current = true;
  };
  return { change, onInput };
}
