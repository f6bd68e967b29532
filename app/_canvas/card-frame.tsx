"use client";

import { useConnection } from "@xyflow/react";
import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { cn } from "@/app/_ui/cn";
import { refusalOf } from "@/flow/edit/connect";
import { parseCardKey } from "@/flow/graph/wires";
import { useScope } from "./detail";
import { isCardAt, sourceOf } from "./drop-target";

interface CardFrameProps {
  readonly cardKey: string;
  /** What a screen reader says: name, kind, state. */
  readonly label: string;
  readonly isUnfinished?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What all cards share: the frame, its states, focus, and being a target for wires. */
export function CardFrame({ cardKey, label, isUnfinished, className, children }: CardFrameProps) {
  const store = useEditorStore();
  const isSelected = useEditor(
    ({ selection }) => selection.kind === "cards" && selection.keys.includes(cardKey),
  );
  const isCursor = useEditor(({ cursor }) => cursor === cardKey);
  const drop = useDropState(cardKey);
  const element = useKeptFocus();
  const openMenu = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    store.setState({ menu: { key: cardKey, x: event.clientX, y: event.clientY } });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; this is one card of a drawing
    <div
      ref={element}
      role="group"
      aria-label={label}
      data-key={cardKey}
      data-testid={cardKey}
      data-shape={parseCardKey(cardKey)?.kind}
      data-selected={isSelected || undefined}
      data-unfinished={isUnfinished || undefined}
      data-drop={drop}
      tabIndex={isCursor ? 0 : -1}
      onFocus={(event) => {
        if (event.target === event.currentTarget) store.setState({ cursor: cardKey });
      }}
      onContextMenu={openMenu}
      className={cn("canvas-card group/card size-full text-dense text-text", className)}
    >
      {children}
    </div>
  );
}

/** When a card leaves the window with the keyboard on it, the drawing keeps the keyboard. */
function useKeptFocus() {
  const { isWindowed } = useScope();
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const card = element.current;
    if (!card || !isWindowed) return;
    return () => {
      if (!card.contains(globalThis.document.activeElement)) return;
      card.closest<HTMLElement>(".canvas")?.focus({ preventScroll: true });
    };
  }, [isWindowed]);
  return element;
}

/** While a wire is drawn: may it end here, and does it point here? */
function useDropState(cardKey: string): "over" | "fits" | "refused" | undefined {
  const store = useEditorStore();
  return useConnection((connection) => {
    if (!connection.inProgress) return undefined;
    const source = sourceOf(connection.fromHandle.nodeId, connection.fromHandle.id);
    const card = parseCardKey(cardKey);
    if (!source || !card) return undefined;
    const isSelf = connection.fromHandle.nodeId === cardKey;
    if (refusalOf(store.getState().document, source, card) !== undefined)
      return isSelf ? undefined : "refused";
    if (isSelf) return undefined;
    return isCardAt(store, cardKey, connection.to) ? "over" : "fits";
  });
}
