import type { Branch, Consumer, Step } from "../document/flow-document";

/** A line in the list of a consumer's card. `depth` 0 is the consumer's own list. */
export type CardRow =
  | { readonly kind: "step"; readonly key: string; readonly step: Step; readonly depth: number }
  | {
      readonly kind: "branch";
      readonly key: string;
      readonly branch: Branch;
      readonly owner: Step;
      readonly depth: number;
    }
  | { readonly kind: "nothing"; readonly key: string; readonly branch: Branch; readonly depth: number }
  | { readonly kind: "then"; readonly key: string; readonly depth: number }
  | { readonly kind: "more"; readonly key: string; readonly count: number; readonly depth: number };

/** Levels of branches that the card draws; a deeper Route is one row. */
export const drawnLevels = 2;
/** A card with more rows than this shows one less and says how many are missing. */
export const drawnRows = 10;

function rowsIn(steps: readonly Step[], depth: number, levels: number): CardRow[] {
  return steps.flatMap((step, index): CardRow[] => {
    const row: CardRow = { kind: "step", key: `step:${step.id}`, step, depth };
    if (!step.branches || depth >= levels) return [row];
    const inner = step.branches.flatMap((branch): CardRow[] => [
      { kind: "branch", key: `branch:${branch.id}`, branch, owner: step, depth: depth + 1 },
      ...(branch.steps.length === 0
        ? [{ kind: "nothing", key: `nothing:${branch.id}`, branch, depth: depth + 1 } as const]
        : rowsIn(branch.steps, depth + 1, levels)),
    ]);
    const isFollowed = index < steps.length - 1;
    return [row, ...inner, ...(isFollowed ? [{ kind: "then", key: `then:${step.id}`, depth } as const] : [])];
  });
}

/** The lines of a consumer from top to bottom, without the limit of the card (the consumer view). */
export function allRows(consumer: Consumer): CardRow[] {
  return rowsIn(consumer.steps, 0, Number.POSITIVE_INFINITY);
}

const rowsOf = new WeakMap<Consumer, readonly CardRow[]>();

/** The lines as the card on the canvas draws them; of the same consumer the same list. */
export function cardRows(consumer: Consumer): readonly CardRow[] {
  const rows = rowsOf.get(consumer) ?? drawnRowsOf(consumer);
  rowsOf.set(consumer, rows);
  return rows;
}

function drawnRowsOf(consumer: Consumer): CardRow[] {
  if (consumer.collapsed) return [];
  const rows = rowsIn(consumer.steps, 0, drawnLevels);
  if (rows.length <= drawnRows) return rows;
  const shown = rows.slice(0, drawnRows - 1);
  const hidden = rows.slice(drawnRows - 1);
  const count = hidden.filter((row) => row.kind === "step").length;
  return [...shown, { kind: "more", key: `more:${consumer.id}`, count, depth: 0 }];
}
