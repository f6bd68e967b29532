"use client";

import { Menu as MenuIcon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { IconButton } from "@/app/_ui/icon-button";
import type { AppFrameProps } from "./app-frame";

// Few windows are narrow: the others do not load it.
const PhoneNav = lazy(() => import("./phone-nav").then((module) => ({ default: module.PhoneNav })));

/** On narrow windows the navigation lies behind a button. */
export function PhoneBar(props: Omit<AppFrameProps, "children" | "startsFolded">) {
  const [open, setOpen] = useState(false);
  const [isWanted, setWanted] = useState(false);
  return (
    <header className="sticky top-0 z-panel flex h-12 shrink-0 items-center gap-2 border-b bg-bg px-2 md:hidden">
      <IconButton
        icon={MenuIcon}
        label="Navigation"
        size={40}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      />
      {isWanted ? (
        <Suspense>
          <PhoneNav {...props} open={open} onOpenChange={setOpen} />
        </Suspense>
      ) : null}
      <span className="min-w-0 flex-1 truncate text-dense font-strong">{props.workspace.name}</span>
    </header>
  );
}
