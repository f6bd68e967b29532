"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { useDialogGuard } from "./dialog-guard";
import { scrim } from "./dialog-styles";
import { IconButton } from "./icon-button";

export interface SheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Stays in sight below the content: Cancel, then the action. */
  readonly footer?: ReactNode;
  /** Where the focus starts; else on the first control. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

/** A panel of 440 px from the right, for what is too long for a dialog. */
export function Sheet(props: SheetProps) {
  const { open, onOpenChange, title, description, footer, initialFocus, children } = props;
  const guard = useDialogGuard(onOpenChange);
  return (
    <Base.Root open={open} onOpenChange={guard.change}>
      <Base.Portal>
        <Base.Backdrop className={scrim} />
        <Base.Popup
          {...(initialFocus === undefined ? {} : { initialFocus })}
          onInput={guard.onInput}
          // Toasts stand above its footer.
          data-sheet=""
          className="fixed inset-y-0 right-0 z-dialog flex w-full max-w-110 flex-col border-l border-border on-raised text-text shadow-4 outline-none transition-[translate,opacity] duration-200 data-ending-style:translate-x-6 data-ending-style:opacity-0 data-ending-style:duration-100 data-starting-style:translate-x-6 data-starting-style:opacity-0"
        >
          <header className="flex shrink-0 items-start gap-2 border-b py-3 pr-3 pl-5">
            <div className="min-w-0 flex-1 py-0.5">
              <Base.Title className="text-heading wrap-anywhere">{title}</Base.Title>
              {description === undefined ? null : (
                <Base.Description className="text-dense text-muted">{description}</Base.Description>
              )}
            </div>
            <Base.Close render={<IconButton icon={X} label="Close" shortcut="Escape" tooltipSide="left" />} />
          </header>
          <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">{children}</div>
          {footer === undefined ? null : (
            <footer className="flex shrink-0 flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
