import type { OutlineRow } from "./outline-rows";

/** Which one a line is among its siblings, from 1. */
export interface SiblingPlace {
  readonly position: number;
  readonly size: number;
}

/** For each line its place among the lines with the same line above them: what a screen reader counts. */
export function siblingPlaces(rows: readonly Pick<OutlineRow, "level">[]): SiblingPlace[] {
  /** Of the lines around the present one: their siblings so far, by level. */
  const open: number[][] = [];
  const places: SiblingPlace[] = [];
  const close = (level: number) => {
    for (const siblings of open.splice(level)) {
      for (const [at, index] of (siblings ?? []).entries()) {
        places[index] = { position: at + 1, size: siblings.length };
      }
    }
  };
  for (const [index, { level }] of rows.entries()) {
    close(level);
    for (let depth = open.length; depth < level; depth += 1) open.push([]);
    open[level - 1]?.push(index);
  }
  close(0);
  return places;
}
