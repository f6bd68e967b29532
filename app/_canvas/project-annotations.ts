import type { Node } from "@xyflow/react";
import type { FlowDocument, Group, Note } from "@/flow/document/flow-document";
import { groupKey, groupRects, noteKey, noteSize } from "@/flow/edit/annotations";
import type { Rect } from "@/flow/graph/placement";

export type NoteNode = Node<{ readonly note: Note }, "note">;
export type FrameNode = Node<{ readonly group: Group }, "frame">;

/** Notes above, and the frames of groups below all cards. */
export function projectAnnotations(
  document: FlowDocument,
  rects: ReadonlyMap<string, Rect>,
): (NoteNode | FrameNode)[] {
  const frames = groupRects(document, rects);
  return [
    ...(document.groups ?? []).flatMap((group): FrameNode[] => {
      const frame = frames.get(group.id);
      if (!frame) return [];
      const { x, y, width, height } = frame;
      return [
        {
          id: groupKey(group.id),
          type: "frame",
          position: { x, y },
          width,
          height,
          measured: { width, height },
          // Behind the cards, and in the way of nothing: only its title can be pressed and dragged.
          zIndex: -1,
          style: { pointerEvents: "none" },
          data: { group },
        },
      ];
    }),
    ...(document.notes ?? []).map(
      (note): NoteNode => ({
        id: noteKey(note.id),
        type: "note",
        position: note.position,
        width: noteSize.width,
        // Drawn at once, before it was measured: what is hidden cannot take the keyboard.
        initialHeight: noteSize.height,
        data: { note },
      }),
    ),
  ];
}
