"use client";

import "./canvas.css";
import { ReactFlowProvider } from "@xyflow/react";
import { ArrowLeft } from "lucide-react";
import { type KeyboardEvent, useEffect } from "react";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import type { EditorStore } from "@/app/_editor/state/editor-store";
import { focusElement, focusSoon } from "@/app/_editor/state/focus";
import { Button } from "@/app/_ui/button";
import { KindTile } from "@/app/_ui/kind-tile";
import { allRows } from "@/flow/graph/card-rows";
import { cardKey } from "@/flow/graph/wires";
import { ConsumerFoot, WhenRow } from "./consumer-lines";
import { AddStepRow, ConsumerRow } from "./consumer-row";
import { ListRows } from "./outlet";
import { useCanvasKeys } from "./use-canvas-keys";

function close(store: EditorStore, consumerId: string): void {
  store.setState({ consumerView: undefined });
  focusElement(cardKey("consumer", consumerId));
}

/** All steps of one consumer as a list 640 px wide, with the same commands as on its card; Esc leads back. */
export function ConsumerView({ consumerId }: { readonly consumerId: string }) {
  return (
    // Rows measure the drawing when they are dragged; here there is none, only its numbers.
    <ReactFlowProvider>
      <ListRows value>
        <View consumerId={consumerId} />
      </ListRows>
    </ReactFlowProvider>
  );
}

function View({ consumerId }: { readonly consumerId: string }) {
  const store = useEditorStore();
  const consumer = useEditor(({ document }) => document.consumers.find(({ id }) => id === consumerId));
  const isGone = consumer === undefined;
  const onKeys = useCanvasKeys();
  const key = cardKey("consumer", consumerId);
  useEffect(() => {
    if (isGone) store.setState({ consumerView: undefined });
    else focusSoon(() => document.querySelector<HTMLElement>(".consumer-view [data-key]"));
  }, [isGone, store]);
  if (!consumer) return null;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close(store, consumerId);
    } else onKeys(event);
  };
  return (
    <section
      aria-label={`Steps of ${consumer.name}`}
      data-testid="consumer-view"
      data-no-drop
      className="consumer-view absolute inset-0 overflow-y-auto bg-canvas px-4 py-6"
      onKeyDown={onKeyDown}
    >
      <div
        className="canvas-card mx-auto flex max-w-160 flex-col rounded-card text-dense text-text"
        tabIndex={-1}
        data-key={key}
      >
        <header className="flex h-11 shrink-0 items-center gap-2 pr-2 pl-3">
          <KindTile kind="consumer" />
          <h2 className="min-w-0 flex-1 truncate text-heading" title={consumer.name}>
            {consumer.name}
          </h2>
          <Button size="dense" icon={ArrowLeft} onClick={() => close(store, consumerId)}>
            Back to the canvas
          </Button>
        </header>
        <WhenRow consumer={consumer} cardKey={key} />
        <div className="shrink-0 border-t">
          {allRows(consumer).map((row) => (
            <ConsumerRow key={row.key} row={row} consumer={consumer} />
          ))}
          <AddStepRow consumer={consumer} />
        </div>
        <ConsumerFoot consumer={consumer} />
      </div>
    </section>
  );
}
