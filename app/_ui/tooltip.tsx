"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import { KeyHint } from "./key-hint";

type Side = "top" | "right" | "bottom" | "left";

interface Hint {
  readonly text: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side: Side;
}

// One popup serves all triggers, so that a table of a thousand hints costs one tooltip.
const hints = Base.createHandle<Hint>();

interface TooltipProps {
  /** At most 60 characters; nothing that cannot be learnt elsewhere. */
  readonly text: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side?: Side | undefined;
  /** One element that takes a ref and DOM props. */
  readonly children: ReactElement;
}

/** A hint after 400 ms of hovering, at once on focus. Never shown on touch, so never the only place of a fact. */
export function Tooltip({ text, shortcut, side = "top", children }: TooltipProps) {
  return <Base.Trigger handle={hints} payload={{ text, shortcut, side }} render={children} />;
}

/** Stands around the whole app, once. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider delay={400} closeDelay={0} timeout={300}>
      {children}
      <Base.Root handle={hints}>
        {({ payload }) => (payload === undefined ? null : <Popup {...payload} />)}
      </Base.Root>
    </Base.Provider>
  );
}

function Popup({ text, shortcut, side }: Hint) {
  return (
    <Base.Portal>
      <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className="z-tooltip">
        <Base.Popup className="flex max-w-80 items-center gap-2 rounded-control border border-border bg-raised px-2 py-1 text-label text-text shadow-3 transition-[opacity,translate] duration-160 data-ending-style:opacity-0 data-ending-style:duration-100 data-starting-style:translate-y-1 data-starting-style:opacity-0 data-instant:transition-none">
          <span className="min-w-0 wrap-anywhere">{text}</span>
          {shortcut === undefined ? null : <KeyHint keys={shortcut} />}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
