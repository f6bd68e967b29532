import type { Node, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { moveCards } from "@/app/_editor/actions/change-actions";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import type { EditorStore } from "@/app/_editor/state/editor-store";
import { groupKey, groupRects } from "@/flow/edit/annotations";
import { type Point, portOf, snapToGrid } from "@/flow/graph/placement";
import { cardRectsNow } from "./drop-target";

/** While cards are dragged their places live here; the drop becomes one change of the document. */
export function useMoving<Drawn extends Node>(drawn: readonly Drawn[]) {
  const store = useEditorStore();
  const [moving, setMoving] = useState<ReadonlyMap<string, Point>>(() => new Map());
  const movingNow = useRef(moving);
  movingNow.current = moving;
  const selection = useEditor((state) => state.selection);
  const selectedKeys = useMemo(() => new Set(selection.kind === "cards" ? selection.keys : []), [selection]);
  const shown = useMemo(
    () =>
      drawn.map((node): Drawn => {
        const position = moving.get(node.id);
        const selected = selectedKeys.has(node.id);
        if (!position && !selected) return node;
        return { ...node, ...(position && { position }), selected };
      }),
    [drawn, moving, selectedKeys],
  );
  const onNodesChange = useCallback(
    (changes: NodeChange<Drawn>[]) => {
      const places = new Map<string, Point>();
      const added: string[] = [];
      for (const change of changes) {
        if (change.type === "position" && change.position && change.dragging) {
          for (const [key, place] of placesWhile(store, change.id, change.position)) places.set(key, place);
        }
        if (change.type === "select" && change.selected && change.id !== "ghost") added.push(change.id);
      }
      if (places.size > 0) setMoving((current) => new Map([...current, ...places]));
      if (added.length > 1) store.select({ kind: "cards", keys: added });
    },
    [store],
  );
  const onNodeDragStop = useCallback(() => {
    if (movingNow.current.size > 0) moveCards(store, movingNow.current);
    setMoving(new Map());
  }, [store]);
  return { shown, onNodesChange, onNodeDragStop };
}

/** Where a dragged thing stands now, on the grid; the frame of a group takes its cards with it. */
function placesWhile(store: EditorStore, key: string, { x, y }: Point): ReadonlyMap<string, Point> {
  const { document } = store.getState();
  if (key.startsWith("note:")) return new Map([[key, snapToGrid({ x, y }, 0)]]);
  const group = document.groups?.find(({ id }) => groupKey(id) === key);
  if (!group) return new Map([[key, snapToGrid({ x, y }, portOf(document, key))]]);
  const rects = cardRectsNow(store);
  const frame = groupRects(document, rects).get(group.id);
  const place = snapToGrid({ x, y }, 0);
  const [dx, dy] = frame
    ? [Math.round((place.x - frame.x) / 8) * 8, Math.round((place.y - frame.y) / 8) * 8]
    : [0, 0];
  const cards = group.cards.flatMap((card) => {
    const rect = rects.get(card);
    return rect ? [[card, { x: rect.x + dx, y: rect.y + dy }] as const] : [];
  });
  return new Map([...(frame ? [[key, { x: frame.x + dx, y: frame.y + dy }] as const] : []), ...cards]);
}
