import { portOffset } from "@/flow/graph/card-size";
import type { Point } from "@/flow/graph/placement";
import type { EditorStore } from "../state/editor-store";
import { addProducer } from "./add-actions";
import { askForStep } from "./ask-actions";

/** Type of what is dragged from the palette to the canvas. */
export const paletteDragType = "application/x-millrace-card";

/** Adds what was dragged from the palette where it was dropped, or asks there what it needs to know. */
export function addDropped(store: EditorStore, dragged: string, screen: Point, { x, y }: Point): void {
  const at = (port: number) => ({ x, y: y - port });
  if (dragged === "topic") {
    const position = at(portOffset.topic);
    store.setState({ prompt: { kind: "name-topic", asker: undefined, position, anchor: screen } });
  } else if (dragged === "consumer") {
    askForStep(store, { kind: "loose-consumer", position: at(portOffset.consumer) }, screen);
  } else {
    const definition = store.getState().nodes.producer(dragged.slice("producer:".length));
    if (definition) addProducer(store, definition, at(portOffset.producer));
  }
}
