import { setPositions } from "@/flow/edit/positions";
import type { EditorStore } from "../state/editor-store";

/** Milliseconds of the cards' glide to their new places (design: 240). */
const glideMs = 240;

/** Puts all cards into columns from left to right, as one undo step; they glide there. */
export async function arrangeCards(store: EditorStore): Promise<void> {
  const { document, nodes, isReadOnly } = store.getState();
  if (isReadOnly) return;
  // The layout engine is large and rarely asked for.
  const { arrange } = await import("./arrange");
  const places = arrange(document, nodes);
  store.setState({ isArranging: true });
  store.edit("Arrange cards", (current) => setPositions(current, places));
  store.setState({ reveal: "all" });
  setTimeout(() => store.setState({ isArranging: false }), glideMs);
}
