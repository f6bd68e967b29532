"use client";

import { KindTile } from "@/app/_ui/kind-tile";
import { nodeIcon } from "@/app/_ui/node-icon";
import { addProducer } from "../actions/add-actions";
import { useEditor, useEditorStore } from "../state/editor-context";

/** The most usual first, in the order of the first five minutes. */
const order = ["form", "web-address", "schedule", "simulator"];

/** In the middle of an empty canvas: the one question that begins a flow. */
export function EmptyCanvas() {
  const store = useEditorStore();
  const nodes = useEditor((state) => state.nodes);
  const isEmpty = useEditor(
    ({ document }) => document.producers.length + document.topics.length + document.consumers.length === 0,
  );
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isAsked = useEditor((state) => state.prompt !== undefined);
  if (!isEmpty || isReadOnly || isAsked) return null;
  const rank = (type: string) => (order.includes(type) ? order.indexOf(type) : order.length);
  const producers = [...nodes.producers].sort((a, b) => rank(a.type) - rank(b.type)).slice(0, 4);
  // The padding keeps the buttons above the checklist on a low screen.
  return (
    <div className="pointer-events-none absolute inset-0 z-panel flex flex-col items-center justify-center gap-5 pb-56">
      <p className="px-4 text-center text-body text-muted md:hidden">
        Nothing is drawn yet. Drawing needs a wider window.
      </p>
      <h2 className="text-display max-md:hidden">What makes the events?</h2>
      <div className="pointer-events-auto flex flex-wrap justify-center gap-3 max-md:hidden">
        {producers.map((definition, index) => (
          <button
            key={definition.type}
            type="button"
            // biome-ignore lint/a11y/noAutofocus: there is nothing else to do on an empty canvas
            autoFocus={index === 0}
            onClick={() => addProducer(store, definition)}
            data-testid={`start:${definition.type}`}
            className="flex w-44 flex-col gap-2 rounded-card border bg-surface p-4 text-left shadow-1 transition-shadow hover:shadow-2"
          >
            <KindTile kind="producer" icon={nodeIcon(definition.icon)} />
            <span className="text-body font-strong">{definition.title}</span>
            <span className="text-label font-normal text-muted">{definition.summary}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
