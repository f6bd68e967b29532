"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/app/_ui/icon-button";
import { useEditor, useEditorStore } from "../state/editor-context";
import { focusElement } from "../state/focus";
import { focusKeyOf } from "../state/selection";

interface InspectorHeadProps {
  readonly icon: ReactNode;
  /** Where it belongs: `Shipping ›`; a press goes there. */
  readonly parent?: { readonly name: string; readonly onOpen: () => void } | undefined;
  readonly name: string;
  readonly placeholder: string;
  readonly isMono?: boolean;
  /** Absent: the name is fixed. */
  readonly onRename?: ((name: string) => void) | undefined;
}

/** 44 px: icon, where it belongs, and the name, which is edited in place. */
export function InspectorHead({ icon, parent, name, placeholder, isMono, onRename }: InspectorHeadProps) {
  const store = useEditorStore();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const face = isMono ? "font-mono text-mono font-strong" : "text-heading";
  const close = () => {
    const back = focusKeyOf(store.getState().selection);
    store.setState({ isInspectorOpen: false });
    if (back !== undefined) focusElement(back);
  };
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b pr-2 pl-4">
      {icon}
      {parent ? (
        <span className="flex max-w-28 shrink-0 items-center gap-1 text-dense text-muted">
          <button
            type="button"
            onClick={parent.onOpen}
            className="min-w-0 truncate rounded-chip hover:text-text"
          >
            {parent.name}
          </button>
          <span aria-hidden>›</span>
        </span>
      ) : null}
      <span data-field="@name" className="min-w-0 flex-1">
        {onRename && !isReadOnly ? (
          <input
            aria-label="Name"
            value={name}
            placeholder={placeholder}
            spellCheck={false}
            onChange={(event) => onRename(event.target.value)}
            className={`h-7 w-full min-w-0 truncate rounded-control border border-transparent bg-transparent px-1 placeholder:text-text hover:border-border focus:border-ring focus:ring-2 focus:ring-ring/30 focus:outline-none ${face}`}
          />
        ) : (
          <h2 className={`truncate px-1 ${face}`} title={name}>
            {name || placeholder}
          </h2>
        )}
      </span>
      <IconButton icon={X} label="Close" onClick={close} />
    </header>
  );
}
