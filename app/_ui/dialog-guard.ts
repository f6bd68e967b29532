"use client";

import type { Dialog } from "@base-ui/react/dialog";
import { type FormEvent, useRef } from "react";

type Change = (open: boolean, details: Dialog.Root.ChangeEventDetails) => void;

/** `Esc` and a click beside it close a dialog, unless something was typed in it: then only its buttons do. */
export function useDialogGuard(onOpenChange: (open: boolean) => void) {
  const typed = useRef(false);
  const change: Change = (open, details) => {
    const byAccident = details.reason === "escape-key" || details.reason === "outside-press";
    if (!open && byAccident && typed.current) {
      details.cancel();
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
