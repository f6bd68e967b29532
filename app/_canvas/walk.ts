import { wiresIn } from "@/app/_editor/state/derived";
import type { EditorState, EditorStore } from "@/app/_editor/state/editor-store";
import { elementWith, focusWhenDrawn } from "@/app/_editor/state/focus";
import type { Direction } from "@/app/_editor/thing-keys";
import { cardRows } from "@/flow/graph/card-rows";
import { neighboursOf } from "@/flow/graph/reach";
import { findBranch, findStep } from "@/flow/graph/step-tree";
import { cardKey, endsOf, parseCardKey } from "@/flow/graph/wires";
import { cardRectsNow } from "./drop-target";

/** The card that a key of the drawing stands for, or in which its row is. */
function cardOf({ document }: EditorState, key: string): string | undefined {
  if (parseCardKey(key) || key.startsWith("note:") || key.startsWith("group:")) return key;
  const id = key.slice(key.indexOf(":") + 1);
  const consumer = key.startsWith("step:")
    ? findStep(document, id)?.consumer.id
    : key.startsWith("branch:") || key.startsWith("nothing:")
      ? findBranch(document, id)?.consumer.id
      : key.startsWith("more:") || key.startsWith("add:")
        ? id
        : undefined;
  return consumer === undefined ? undefined : cardKey("consumer", consumer);
}

/** Moves the keyboard to a card, row or wire, and brings its card into sight. */
export function focusKey(store: EditorStore, key: string): void {
  const wire = key.startsWith("wire:")
    ? wiresIn(store.getState()).find(({ id }) => `wire:${id}` === key)
    : undefined;
  // A wire that is out of sight comes with the card that it begins at.
  const card =
    wire === undefined ? cardOf(store.getState(), key) : elementWith(key) ? undefined : endsOf(wire).from;
  store.setState({ cursor: key, reveal: card });
  focusWhenDrawn(key);
}

/** Cards and rows of the drawing that the keyboard can stand on within a card, the card first. */
function stopsIn({ document }: EditorState, card: string): string[] {
  const parsed = parseCardKey(card);
  const consumer =
    parsed?.kind === "consumer" ? document.consumers.find(({ id }) => id === parsed.id) : undefined;
  if (!consumer || consumer.collapsed) return [card];
  const rows = cardRows(consumer).flatMap((row) => (row.kind === "then" ? [] : [row.key]));
  return [card, ...rows, `add:${consumer.id}`];
}

/** Where an arrow key leads from a card, row or wire; nothing when that way is empty. */
export function walk(store: EditorStore, from: string, direction: Direction): string | undefined {
  if (from.startsWith("wire:")) return fromWire(store, from.slice("wire:".length), direction);
  const card = cardOf(store.getState(), from);
  if (card === undefined) return undefined;
  if (direction === "up" || direction === "down") {
    const stops = stopsIn(store.getState(), card);
    const next = stops[stops.indexOf(from) + (direction === "down" ? 1 : -1)];
    return next ?? cardBeyond(store, card, direction);
  }
  const { document, nodes } = store.getState();
  if (direction === "right" && from.startsWith("step:")) {
    const wire = wiresIn(store.getState()).find(
      (other) => other.id === `publish:${from.slice("step:".length)}`,
    );
    if (wire) return endsOf(wire).to;
  }
  const { before, after } = neighboursOf(document, nodes, card);
  return nearest(store, card, direction === "right" ? after : before);
}

function fromWire(store: EditorStore, wireId: string, direction: Direction): string | undefined {
  const wires = wiresIn(store.getState());
  const index = wires.findIndex(({ id }) => id === wireId);
  const wire = wires[index];
  if (!wire) return undefined;
  if (direction === "left") return endsOf(wire).from;
  if (direction === "right") return endsOf(wire).to;
  const next = wires[index + (direction === "down" ? 1 : -1)];
  return next && `wire:${next.id}`;
}

/** Of several cards the one whose height is nearest. */
function nearest(store: EditorStore, card: string, keys: readonly string[]): string | undefined {
  const rects = cardRectsNow(store);
  const y = rects.get(card)?.y ?? 0;
  const distance = (key: string) => Math.abs((rects.get(key)?.y ?? 0) - y);
  return [...keys].sort((a, b) => distance(a) - distance(b))[0];
}

/** The next card above or below, preferring those in the same column. */
function cardBeyond(store: EditorStore, card: string, direction: "up" | "down"): string | undefined {
  const rects = cardRectsNow(store);
  const here = rects.get(card);
  if (!here) return undefined;
  const sign = direction === "down" ? 1 : -1;
  let best: { key: string; score: number } | undefined;
  for (const [key, rect] of rects) {
    const dy = (rect.y - here.y) * sign;
    if (key === card || dy <= 0) continue;
    const score = dy + 3 * Math.abs(rect.x - here.x);
    if (!best || score < best.score) best = { key, score };
  }
  return best?.key;
}

/** The next wire of a card: what `W` goes to. */
export function wireOf(store: EditorStore, from: string): string | undefined {
  const wires = wiresIn(store.getState());
  if (from.startsWith("wire:")) {
    const index = wires.findIndex(({ id }) => `wire:${id}` === from);
    const next = wires[(index + 1) % wires.length];
    return next && `wire:${next.id}`;
  }
  const card = cardOf(store.getState(), from);
  const own =
    wires.find((wire) => endsOf(wire).from === card) ?? wires.find((wire) => endsOf(wire).to === card);
  return own && `wire:${own.id}`;
}
