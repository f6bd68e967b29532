"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { useDialogGuard } from "./dialog-guard";
import { dialogFrame, scrim } from "./dialog-styles";

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** A question or a verb with its object. */
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** 440 px, 560 for forms, 960 for what needs room, as code does. More than six fields belong in a `Sheet`. */
  readonly size?: "default" | "form" | "wide";
  /** `Esc` or a click beside it, which then do not close it: for what cannot be shown twice. */
  readonly onAccident?: () => void;
  /** Right: `DialogCancel`, then the one button that acts. */
  readonly footer?: ReactNode;
  /** Where the focus starts; else on the first control. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children?: ReactNode;
}

const widths = { default: "max-w-110", form: "max-w-140", wide: "max-w-240" } as const;

/** To make a form of it, put `<form id>` in the children and `form="id"` on the submit button in the footer. */
export function Dialog(props: DialogProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    size = "default",
    footer,
    initialFocus,
    onAccident,
    children,
  } = props;
  const guard = useDialogGuard(onOpenChange, onAccident);
  return (
    <Base.Root open={open} onOpenChange={guard.change}>
      <Base.Portal>
        <Base.Backdrop className={scrim} />
        <Base.Viewport className="fixed inset-0 z-dialog grid place-items-center overflow-y-auto p-4">
          <Base.Popup
            {...(initialFocus === undefined ? {} : { initialFocus })}
            onInput={guard.onInput}
            className={cn(dialogFrame, widths[size])}
          >
            <div className="flex flex-col gap-1 px-5 pt-5">
              <Base.Title className="text-heading wrap-anywhere">{title}</Base.Title>
              {description === undefined ? null : (
                <Base.Description className="text-body text-text-2">{description}</Base.Description>
              )}
            </div>
            {children === undefined ? null : <div className="flex flex-col gap-4 px-5 pt-4">{children}</div>}
            <div className="flex flex-wrap justify-end gap-2 p-5">{footer}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** Closes the dialog or sheet around it. */
export function DialogCancel({ children = "Cancel" }: { readonly children?: ReactNode }) {
  return <Base.Close render={<Button>{children}</Button>} />;
}
