"use client";

import { Avatar } from "@/app/_ui/avatar";
import { Tooltip } from "@/app/_ui/tooltip";
import { branchText } from "@/flow/graph/branch-text";
import { findBranch, findStep } from "@/flow/graph/step-tree";
import { cardKey, parseCardKey } from "@/flow/graph/wires";
import { useEditor, useEditorStore } from "./state/editor-context";
import type { EditorState } from "./state/editor-store";

/** So many are shown one by one. */
const maxShown = 4;

/** Who else has this flow open, and what they have selected; a press shows it. */
export function Visitors() {
  const store = useEditorStore();
  const visitors = useEditor((state) => state.visitors);
  const document = useEditor((state) => state.document);
  const nodes = useEditor((state) => state.nodes);
  return (
    <ul aria-label="Also here" data-testid="visitors" className="flex items-center gap-1">
      {visitors.slice(0, maxShown).map(({ session, name, isMe, selected }) => {
        const place = placeOf(selected, { document, nodes });
        const who = isMe ? "You, in another window" : name;
        const words = place === undefined ? who : `${who}, at ${place.title}`;
        return (
          <li key={session}>
            <Tooltip text={words} side="bottom">
              <button
                type="button"
                aria-label={words}
                disabled={place === undefined}
                onClick={() => {
                  if (place) store.setState({ reveal: place.card });
                }}
                className="flex h-8 items-center gap-1.5 rounded-control px-1 text-label enabled:hover:bg-hover"
              >
                <Avatar name={name} />
                <span className="max-w-40 truncate max-xl:hidden">{place?.title}</span>
              </button>
            </Tooltip>
          </li>
        );
      })}
      {visitors.length > maxShown ? (
        <li className="text-label text-muted">+{visitors.length - maxShown}</li>
      ) : null}
    </ul>
  );
}

/** The card of what somebody has selected, and what that is called; undefined when it is not there (yet). */
function placeOf(
  key: string | null,
  { document, nodes }: Pick<EditorState, "document" | "nodes">,
): { readonly card: string; readonly title: string } | undefined {
  if (key === null) return undefined;
  const id = key.slice(key.indexOf(":") + 1);
  if (key.startsWith("step:")) {
    const found = findStep(document, id);
    if (!found) return undefined;
    const title = found.step.name || nodes.step(found.step.type)?.title || found.step.type;
    return { card: cardKey("consumer", found.consumer.id), title };
  }
  if (key.startsWith("branch:")) {
    const found = findBranch(document, id);
    return found && { card: cardKey("consumer", found.consumer.id), title: branchText(found.branch) };
  }
  const card = parseCardKey(key);
  if (card?.kind === "topic") {
    return document.topics.some(({ name }) => name === card.id) ? { card: key, title: card.id } : undefined;
  }
  const owner =
    card?.kind === "producer"
      ? document.producers.find((producer) => producer.id === id)
      : document.consumers.find((consumer) => consumer.id === id);
  return card && owner ? { card: key, title: owner.name } : undefined;
}
