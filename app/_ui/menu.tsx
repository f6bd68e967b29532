"use client";

import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { menuFrame } from "./menu-styles";

export interface MenuProps {
  /** The button that opens it: a `Button` or an `IconButton`. */
  readonly trigger: ReactElement;
  readonly align?: "start" | "center" | "end";
  readonly side?: "top" | "right" | "bottom" | "left";
  readonly open?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
  /** Width, if the content needs one. */
  readonly className?: string | undefined;
  /** `MenuItem`, `MenuLink`, `MenuCheck`, `MenuChoice`, `MenuGroup`, `MenuLine`, `MenuSub`. */
  readonly children: ReactNode;
}

export function Menu(props: MenuProps) {
  const { trigger, align = "start", side = "bottom", open, onOpenChange, className, children } = props;
  return (
    <Base.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-popover outline-none"
        >
          <Base.Popup className={cn(menuFrame, className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
