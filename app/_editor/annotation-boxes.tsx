"use client";

import { useEffect, useRef } from "react";
import type { Group, Note } from "@/flow/document/flow-document";
import { setGroupTitle, setNoteText } from "@/flow/edit/annotations";
import { takeTypedAhead } from "./prompts/typed-ahead";
import { useEditorStore } from "./state/editor-context";

/** Without scrolling: the window over the drawing is moved by the drawing alone. */
function focusNow(box: HTMLElement | null): void {
  box?.focus({ preventScroll: true });
}

/** What was typed before the box was there comes first. */
function useTypedAhead(write: (text: string) => void): void {
  const take = useRef(() => {
    const { text } = takeTypedAhead();
    if (text !== "") write(text);
  });
  useEffect(() => take.current(), []);
}

/** The box that a note is written in; Escape ends it. */
export function NoteText({ note, onEnd }: { readonly note: Note; readonly onEnd: () => void }) {
  const store = useEditorStore();
  const write = (text: string) =>
    store.edit("Change note", (document) => setNoteText(document, note.id, text), {
      mergeKey: `text:${note.id}`,
    });
  useTypedAhead((text) => write(note.text + text));
  return (
    <textarea
      ref={focusNow}
      aria-label="Text of the note"
      value={note.text}
      maxLength={4000}
      rows={4}
      placeholder="What should others know here? **Bold**, lists and [links](https://…) work."
      onChange={(event) => write(event.target.value)}
      onBlur={() => store.setState({ edited: undefined })}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onEnd();
      }}
      className="nodrag nowheel field-sizing-content w-full resize-none bg-transparent outline-none"
    />
  );
}

/** The box for the title of a group; Enter and Escape end it. */
export function GroupTitle({ group, onEnd }: { readonly group: Group; readonly onEnd: () => void }) {
  const store = useEditorStore();
  const write = (title: string) =>
    store.edit("Rename group", (document) => setGroupTitle(document, group.id, title), {
      mergeKey: `title:${group.id}`,
    });
  useTypedAhead(write);
  return (
    <input
      ref={focusNow}
      aria-label="Title of the group"
      value={group.title}
      maxLength={120}
      onFocus={(event) => event.target.select()}
      onChange={(event) => write(event.target.value)}
      onBlur={() => store.setState({ edited: undefined })}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" || event.key === "Enter") onEnd();
      }}
      className="nodrag h-7 w-full bg-transparent text-dense font-strong text-text outline-none"
    />
  );
}
