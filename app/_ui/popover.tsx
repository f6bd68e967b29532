"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { popupFrame } from "./dialog-styles";

export interface PopoverProps {
  /** The button that opens it; without one give `open` and `anchor`. */
  readonly trigger?: ReactElement | undefined;
  /** For a place on the canvas: an element, or anything that can tell its rectangle. */
  readonly anchor?: Base.Positioner.Props["anchor"];
  readonly open?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
  readonly title?: ReactNode;
  /** What a screen reader calls it where no title is shown. */
  readonly label?: string;
  readonly side?: "top" | "right" | "bottom" | "left";
  readonly align?: "start" | "center" | "end";
  /** Width and padding; the rest belongs to the frame. */
  readonly className?: string | undefined;
  readonly initialFocus?: Base.Popup.Props["initialFocus"];
  readonly children: ReactNode;
}

export function Popover(props: PopoverProps) {
  const {
    trigger,
    anchor,
    open,
    onOpenChange,
    title,
    side = "bottom",
    align = "start",
    className,
    children,
  } = props;
  return (
    <Base.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      {trigger === undefined ? null : <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Positioner
          {...(anchor === undefined ? {} : { anchor })}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-popover"
        >
          <Base.Popup
            {...(props.initialFocus === undefined ? {} : { initialFocus: props.initialFocus })}
            {...(props.label === undefined ? {} : { "aria-label": props.label })}
            className={cn(
              popupFrame,
              "flex max-h-(--available-height) w-80 flex-col gap-3 overflow-y-auto p-4",
              className,
            )}
          >
            {title === undefined ? null : <Base.Title className="text-heading">{title}</Base.Title>}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
