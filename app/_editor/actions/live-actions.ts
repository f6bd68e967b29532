import type { LiveDot } from "@/app/_live/live-flow";
import type { LiveFilter } from "../panels/live-filter";
import type { EditorStore } from "../state/editor-store";

/** Opens the drawer with the last events, of one card or wire when told. */
export function openLive(store: EditorStore, filter: LiveFilter = {}): void {
  store.setState({ drawer: { isOpen: true, tab: "live" }, liveFilter: filter });
}

/** Opens the event that a dot stands for. */
export function openDot(store: EditorStore, dot: LiveDot): void {
  store.getState().openEvent(dot.topic, dot.offset);
}
