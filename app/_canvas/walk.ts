import { wiresIn } from "@/app/_editor/state/derived";
import type { EditorStore } from "@/app/_editor/state/editor-store";
import type { Direction } from "@/app/_editor/thing-keys";
import { neighboursOf } from "@/flow/graph/reach";
import { endsOf } from "@/flow/graph/wires";
import { cardRectsNow } from "./drop-target";

/** The element of the drawing with this key. */
function elementOf(key: string): HTMLElement | SVGElement | undefined {
  const found = globalThis.document.querySelector<HTMLElement | SVGElement>(
    `[data-key="${CSS.escape(key)}"]`,
  );
  return found ?? undefined;
}

/** Moves the keyboard to a card, row or wire, and brings its card into sight. */
export function focusKey(store: EditorStore, key: string): void {
  const element = elementOf(key);
  const card = element?.closest<HTMLElement>(".canvas-card")?.dataset.key;
  store.setState({ cursor: key, reveal: card });
  element?.focus({ preventScroll: true });
}

/** Cards and rows of the drawing that the keyboard can stand on within a card, the card first. */
function stopsIn(cardKey: string): string[] {
  const card = elementOf(cardKey);
  const rows = card?.querySelectorAll<HTMLElement>("[data-key]") ?? [];
  return [cardKey, ...[...rows].flatMap(({ dataset }) => (dataset.key === undefined ? [] : [dataset.key]))];
}

/** Where an arrow key leads from a card, row or wire; nothing when that way is empty. */
export function walk(store: EditorStore, from: string, direction: Direction): string | undefined {
  if (from.startsWith("wire:")) return fromWire(store, from.slice("wire:".length), direction);
  const card = elementOf(from)?.closest<HTMLElement>(".canvas-card")?.dataset.key;
  if (card === undefined) return undefined;
  if (direction === "up" || direction === "down") {
    const stops = stopsIn(card);
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
  const card = elementOf(from)?.closest<HTMLElement>(".canvas-card")?.dataset.key;
  const own =
    wires.find((wire) => endsOf(wire).from === card) ?? wires.find((wire) => endsOf(wire).to === card);
  return own && `wire:${own.id}`;
}
