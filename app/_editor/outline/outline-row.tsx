"use client";

import {
  ArrowRight,
  ChevronDown,
  ChevronRight,
  Cylinder,
  GitBranch,
  Group,
  ListChecks,
  StickyNote,
} from "lucide-react";
import { cn } from "@/app/_ui/cn";
import { formatPlural } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { nodeIcon } from "@/app/_ui/node-icon";
import { groupKey, noteKey } from "@/flow/edit/annotations";
import { GroupTitle, NoteText } from "../annotation-boxes";
import { problemCount } from "../state/derived";
import { useEditor, useEditorStore } from "../state/editor-context";
import { focusElement } from "../state/focus";
import { focusKeyOf, selectCard } from "../state/selection";
import type { OutlineRow } from "./outline-rows";
import type { SiblingPlace } from "./sibling-places";

interface RowProps {
  readonly row: OutlineRow;
  /** Which one it is among the lines beside it: not all of them are in the page. */
  readonly place: SiblingPlace;
  readonly isStop: boolean;
  readonly onFold: (isOpen: boolean) => void;
}

const kindWords = {
  heading: "",
  words: "",
  producer: "producer",
  topic: "topic",
  consumer: "consumer",
  wire: "wire",
  branch: "branch",
  step: "step",
} as const;

function iconOf({ key, kind, icon }: OutlineRow) {
  if (kind === "topic") return Cylinder;
  if (kind === "consumer") return ListChecks;
  if (kind === "wire") return ArrowRight;
  if (kind === "branch") return GitBranch;
  if (kind === "words") return key.startsWith("note:") ? StickyNote : Group;
  return nodeIcon(icon ?? "box");
}

/** A line of the outline. */
export function Row({ row, place, isStop, onFold }: RowProps) {
  const store = useEditorStore();
  const { key, kind, level, text, detail, isOpen, isDisabled } = row;
  const isSelected = useEditor(({ selection }) =>
    selection.kind === "cards" ? selection.keys.includes(key) : focusKeyOf(selection) === key,
  );
  const problems = useEditor((state) =>
    kind === "heading" || kind === "wire" ? 0 : problemCount(state, key),
  );
  const isHeading = kind === "heading";
  const select = () => {
    if (isHeading) return;
    const id = key.slice(key.indexOf(":") + 1);
    store.select(kind === "step" || kind === "branch" || kind === "wire" ? { kind, id } : selectCard(key));
    store.setState({ isInspectorOpen: true, cursor: key });
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys of all its lines in one place
    <div
      role="treeitem"
      aria-level={level}
      aria-posinset={place.position}
      aria-setsize={place.size}
      aria-selected={isSelected}
      aria-expanded={isOpen}
      aria-label={[text, kindWords[kind], detail].filter(Boolean).join(", ")}
      data-key={key}
      tabIndex={isStop ? 0 : -1}
      onFocus={() => store.setState({ cursor: key })}
      onClick={select}
      onContextMenu={(event) => {
        if (isHeading) return;
        event.preventDefault();
        store.setState({ menu: { key, x: event.clientX, y: event.clientY } });
      }}
      style={{ paddingLeft: 8 + (level - 1) * 20 }}
      className={cn(
        "relative flex min-h-8 items-center gap-2 rounded-control pr-3 text-dense focus-visible:-outline-offset-2",
        isHeading ? "text-label text-muted" : "hover:bg-hover",
        isSelected && "bg-accent-soft",
      )}
    >
      <span className="flex min-w-0 flex-1 items-center gap-2">
        {isOpen === undefined ? (
          <span className="size-6 shrink-0" />
        ) : (
          <button
            type="button"
            tabIndex={-1}
            aria-label={isOpen ? "Fold" : "Unfold"}
            onClick={(event) => {
              event.stopPropagation();
              onFold(!isOpen);
            }}
            className="grid size-6 shrink-0 place-items-center rounded-chip text-muted hover:bg-hover"
          >
            <Icon of={isOpen ? ChevronDown : ChevronRight} size={14} />
          </button>
        )}
        {isHeading ? null : (
          <Icon of={iconOf(row)} className={isDisabled ? "text-disabled" : "text-text-2"} />
        )}
        <span
          className={cn(
            "truncate",
            kind === "topic" && "font-mono text-mono",
            (kind === "consumer" || kind === "producer") && "font-strong",
            (kind === "wire" || kind === "branch") && "text-text-2",
            isDisabled && "text-muted line-through",
          )}
          title={text}
        >
          <Words rowKey={key} text={text} />
        </span>
      </span>
      <span className="w-72 shrink-0 truncate max-md:hidden text-label font-normal text-muted" title={detail}>
        {detail}
      </span>
      <span className="w-24 shrink-0 text-right text-label text-bad">
        {problems > 0 ? formatPlural(problems, "problem") : null}
      </span>
    </div>
  );
}

/** The text of a line; that of a note or group while it is written. */
function Words({ rowKey, text }: { readonly rowKey: string; readonly text: string }) {
  const store = useEditorStore();
  const isEdited = useEditor((state) => state.edited === rowKey && !state.isReadOnly);
  const note = useEditor(({ document }) => document.notes?.find(({ id }) => noteKey(id) === rowKey));
  const group = useEditor(({ document }) => document.groups?.find(({ id }) => groupKey(id) === rowKey));
  if (!isEdited) return text;
  const end = () => {
    store.sealHistory();
    store.setState({ edited: undefined });
    focusElement(rowKey);
  };
  if (note) return <NoteText note={note} onEnd={end} />;
  return group ? <GroupTitle group={group} onEnd={end} /> : text;
}
