import type { Page } from "@playwright/test";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The part of a drawing that a page shows, and the box on the page that shows it. */
export interface View {
  readonly viewport: Point & { readonly zoom: number };
  readonly box: Point & { readonly width: number; readonly height: number };
}

/** What a page with a React Flow shows now. */
export function viewOf(page: Page): Promise<View> {
  return page.evaluate(() => {
    const box = document.querySelector(".react-flow")?.getBoundingClientRect() ?? new DOMRect();
    const moved = document.querySelector(".react-flow__viewport");
    const { a, e, f } = new DOMMatrix(moved ? getComputedStyle(moved).transform : "");
    return {
      viewport: { x: e, y: f, zoom: a },
      box: { x: box.x, y: box.y, width: box.width, height: box.height },
    };
  });
}

/** A point in the upper half of a box where on all of these pages is nothing but the ground of the drawing. */
export async function emptyPoint(pages: readonly Page[], { box }: View): Promise<Point> {
  const y = box.y + 160;
  for (let x = box.x + box.width - 220; x > box.x + 220; x -= 8) {
    const isEmpty = await Promise.all(
      pages.map((page) =>
        page.evaluate((at) => document.elementFromPoint(at.x, at.y)?.matches(".react-flow__pane") === true, {
          x,
          y,
        }),
      ),
    );
    if (isEmpty.every(Boolean)) return { x, y };
  }
  throw new Error("There are cards everywhere.");
}
