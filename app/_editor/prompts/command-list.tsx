"use client";

import { KeyHint } from "@/app/_ui/key-hint";
import { commandsNow } from "../actions/commands";
import { useEditorStore } from "../state/editor-context";
import { findNodes } from "../state/find-nodes";
import { focusElement } from "../state/focus";
import { focusKeyOf } from "../state/selection";
import { PickList } from "./pick-list";

/** `Ctrl/Cmd+K`: everything that the editor can do now, by its name. */
export function CommandList({ onCancel }: { readonly onCancel: () => void }) {
  const store = useEditorStore();
  const commands = commandsNow(store);
  const pick = (id: string) => {
    const command = commands.find((other) => other.id === id);
    store.setState({ prompt: undefined });
    const back = focusKeyOf(store.getState().selection);
    if (back !== undefined) focusElement(back);
    // What it opens takes the keyboard after this list has given it back.
    queueMicrotask(() => command?.run());
  };
  return (
    <PickList
      className="max-h-105"
      placeholder="Do what?"
      find={(query) =>
        findNodes(commands, query).map(({ id, title, group, icon, shortcut }) => ({
          id,
          title,
          icon,
          group: query.trim() === "" ? group : undefined,
          detail: query.trim() === "" ? undefined : group,
          mark: shortcut === undefined ? undefined : <KeyHint keys={shortcut} />,
        }))
      }
      onPick={pick}
      onCancel={onCancel}
      empty={(query) => `No command is called “${query}”.`}
    />
  );
}
