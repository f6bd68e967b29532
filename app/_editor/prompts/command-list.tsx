"use client";

import { useRouter } from "next/navigation";
import { whyHref } from "@/app/_live/why/why-href";
import { KeyHint } from "@/app/_ui/key-hint";
import { commandsNow } from "../actions/commands";
import { useEditorStore } from "../state/editor-context";
import { findNodes } from "../state/find-nodes";
import { focusElement } from "../state/focus";
import { focusKeyOf } from "../state/selection";
import { PickList } from "./pick-list";
import { WHY_ID, whyItem } from "./why-item";

/** `Ctrl/Cmd+K`: everything that the editor can do now, by its name; an event id or key asks why. */
export function CommandList({ onCancel }: { readonly onCancel: () => void }) {
  const store = useEditorStore();
  const commands = commandsNow(store);
  const router = useRouter();
  const pick = (id: string, query: string) => {
    if (id === WHY_ID) {
      store.setState({ prompt: undefined });
      router.push(whyHref(store.getState().workspace, query.trim()));
      return;
    }
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
      find={(query) => {
        const found = findNodes(commands, query).map(({ id, title, group, icon, shortcut }) => ({
          id,
          title,
          icon,
          group: query.trim() === "" ? group : undefined,
          detail: query.trim() === "" ? undefined : group,
          mark: shortcut === undefined ? undefined : <KeyHint keys={shortcut} />,
        }));
        const why = whyItem(query, found.length);
        return why === undefined ? found : [...found, why];
      }}
      onPick={pick}
      onCancel={onCancel}
      empty={(query) => `No command is called “${query}”.`}
    />
  );
}
