"use client";

import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { GroupTitle, NoteText } from "@/app/_editor/annotation-boxes";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { focusElement } from "@/app/_editor/state/focus";
import { cn } from "@/app/_ui/cn";
import { Markdown } from "@/app/_ui/markdown";
import type { FrameNode, NoteNode } from "./project-annotations";

function useAnnotation(key: string) {
  const store = useEditorStore();
  const isEdited = useEditor(({ edited }) => edited === key);
  const isSelected = useEditor(({ selection }) => selection.kind === "cards" && selection.keys.includes(key));
  const isCursor = useEditor(({ cursor }) => cursor === key);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  return {
    store,
    isEdited: isEdited && !isReadOnly,
    isSelected,
    isCursor,
    edit: () => store.setState({ edited: key }),
    end: () => {
      store.sealHistory();
      store.setState({ edited: undefined });
      focusElement(key);
    },
  };
}

/** Words for people: Markdown, 240 wide, without a shadow. */
export const NoteCard = memo(function NoteCard({ id, data }: NodeProps<NoteNode>) {
  const { note } = data;
  const { store, isEdited, isSelected, isCursor, edit, end } = useAnnotation(id);
  return (
    // biome-ignore lint/a11y/useSemanticElements: one thing of a drawing, as cards are
    <div
      role="group"
      aria-label={`Note: ${note.text.slice(0, 60) || "empty"}`}
      data-key={id}
      data-testid={id}
      tabIndex={isCursor ? 0 : -1}
      onFocus={() => store.setState({ cursor: id })}
      onDoubleClick={edit}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        store.setState({ menu: { key: id, x: event.clientX, y: event.clientY } });
      }}
      className={cn(
        "min-h-10 rounded-card border bg-sunken p-3 text-dense text-text-2",
        isSelected && "outline-2 outline-ring",
      )}
    >
      {isEdited ? (
        <NoteText note={note} onEnd={end} />
      ) : note.text.trim() === "" ? (
        <span className="text-muted">Empty note</span>
      ) : (
        <Markdown>{note.text}</Markdown>
      )}
    </div>
  );
});

/** The frame of a group, with its title above. */
export const GroupFrame = memo(function GroupFrame({ id, data }: NodeProps<FrameNode>) {
  const { group } = data;
  const { store, isEdited, isSelected, isCursor, edit, end } = useAnnotation(id);
  return (
    <div
      className={cn(
        "size-full rounded-dialog border bg-text/4",
        isSelected && "border-ring outline-1 outline-ring",
      )}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: one thing of a drawing, as cards are */}
      <div
        role="group"
        aria-label={`Group ${group.title}`}
        data-key={id}
        data-testid={id}
        tabIndex={isCursor ? 0 : -1}
        onFocus={() => store.setState({ cursor: id })}
        onDoubleClick={edit}
        onContextMenu={(event) => {
          event.preventDefault();
          event.stopPropagation();
          store.setState({ menu: { key: id, x: event.clientX, y: event.clientY } });
        }}
        className="pointer-events-auto flex h-9 max-w-full cursor-grab items-center px-4"
      >
        {isEdited ? (
          <GroupTitle group={group} onEnd={end} />
        ) : (
          <span className="truncate text-dense font-strong text-text-2" title={group.title}>
            {group.title || "Group"}
          </span>
        )}
      </div>
    </div>
  );
});
