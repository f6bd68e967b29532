"use client";

import { ContextMenu as ContextBase } from "@base-ui/react/context-menu";
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

interface ContextMenuProps {
  /** The element that answers to a right-click or a long press. */
  readonly target: ReactElement;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
  readonly children: ReactNode;
}

/** The same rows at the place of a right-click. Give the same commands another way too. */
export function ContextMenu({ target, onOpenChange, children }: ContextMenuProps) {
  return (
    <ContextBase.Root
      {...(onOpenChange === undefined ? {} : { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      <ContextBase.Trigger render={target} />
      <ContextBase.Portal>
        <ContextBase.Positioner collisionPadding={8} className="z-popover outline-none">
          <ContextBase.Popup className={menuFrame}>{children}</ContextBase.Popup>
        </ContextBase.Positioner>
      </ContextBase.Portal>
    </ContextBase.Root>
  );
}
