"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { type ReactNode, useRef } from "react";
import { Banner } from "./banner";
import { Button } from "./button";
import { cn } from "./cn";
import { dialogFrame, scrim } from "./dialog-styles";

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The question, with its count: "Discard 41 dead letters?" */
  readonly title: ReactNode;
  /** What happens then, and what cannot be taken back. */
  readonly children: ReactNode;
  /** Repeats verb and count: "Discard 41". */
  readonly action: string;
  /** The same while it runs: "Discarding…". */
  readonly busyLabel?: string;
  /** Destructive ones are red and start with the focus on Cancel. */
  readonly destructive?: boolean;
  readonly busy?: boolean;
  /** Why the action failed; the dialog stays open. */
  readonly error?: ReactNode;
  /** A reason why the action cannot be taken yet, e.g. before the name has been typed. */
  readonly disabled?: boolean | string;
  /** Does not close: the caller does, once the action has worked. */
  readonly onConfirm: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children, action, busyLabel, destructive = false, busy = false } = props;
  const cancel = useRef<HTMLButtonElement>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={scrim} />
        <Base.Viewport className="fixed inset-0 z-dialog grid place-items-center overflow-y-auto p-4">
          <Base.Popup initialFocus={destructive ? cancel : confirm} className={cn(dialogFrame, "max-w-110")}>
            <div className="flex flex-col gap-1 px-5 pt-5">
              <Base.Title className="text-heading wrap-anywhere">{title}</Base.Title>
              <Base.Description render={<div />} className="flex flex-col gap-3 text-body text-text-2">
                {children}
              </Base.Description>
            </div>
            {props.error ? (
              <div className="px-5 pt-4">
                <Banner tone="bad">{props.error}</Banner>
              </div>
            ) : null}
            <div className="flex flex-wrap justify-end gap-2 p-5">
              <Base.Close render={<Button ref={cancel}>Cancel</Button>} />
              <Button
                ref={confirm}
                variant={destructive ? "danger" : "primary"}
                busy={busy}
                busyLabel={busyLabel}
                disabled={props.disabled}
                onClick={props.onConfirm}
              >
                {action}
              </Button>
            </div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
