"use client";

import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { Button } from "./button";
import { cn } from "./cn";
import { Icon } from "./icon";
import { IconButton } from "./icon-button";
import { toastLooks, toastManager } from "./show-toast";

/** Where toasts appear; stands once, in the root layout. */
export function Toaster() {
  return (
    <Base.Provider toastManager={toastManager} limit={3} timeout={5000}>
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-toast [body:has([data-sheet])_&]:bottom-18 w-[min(22.5rem,calc(100vw-2rem))] outline-none">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

const frame = [
  "absolute right-0 bottom-0 w-full rounded-card border border-border on-raised text-text shadow-3 select-none",
  // They lie one above the other, newest below, 8 px apart.
  "[translate:var(--toast-swipe-movement-x)_calc(var(--toast-swipe-movement-y)-var(--toast-offset-y)-var(--toast-index)*8px)]",
  "transition-[translate,opacity] duration-200",
  "data-starting-style:opacity-0 data-starting-style:[translate:0_8px]",
  "data-ending-style:opacity-0 data-ending-style:duration-100 data-limited:opacity-0",
].join(" ");

function Toasts() {
  const { toasts } = Base.useToastManager<object>();
  return toasts.map((toast) => {
    const look = toastLooks[toast.type as keyof typeof toastLooks] ?? toastLooks.info;
    return (
      <Base.Root key={toast.id} data-toast toast={toast} swipeDirection={["right", "down"]} className={frame}>
        <Base.Content className="flex items-start gap-2 py-2 pr-2 pl-3">
          <Icon of={look.icon} className={cn("my-1.5", look.className)} />
          <Base.Title render={<p />} className="min-w-0 flex-1 py-1 text-dense wrap-anywhere" />
          {toast.actionProps === undefined ? null : (
            <Base.Action
              render={
                <Button variant="ghost" size="dense" className="text-accent-text">
                  {toast.actionProps.children}
                </Button>
              }
            />
          )}
          <Base.Close render={<IconButton icon={X} label="Close" tooltipSide="left" />} />
        </Base.Content>
      </Base.Root>
    );
  });
}
