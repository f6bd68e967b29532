import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const root = join(import.meta.dirname, "../..");
/** All of them, for looking through. */
const everything = join(root, "screenshots");
/** Those that the README and the guides show. */
const shown = join(root, "docs/images");

interface PictureOptions {
  /** Also kept for the documents, under this name. */
  readonly as?: string;
}

/** Two pictures of a state, in light and in dark. */
export async function picture(page: Page, name: string, { as }: PictureOptions = {}): Promise<void> {
  mkdirSync(everything, { recursive: true });
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await atRest(page);
    await page.screenshot({
      path: join(everything, `${name}-${colorScheme}.png`),
      caret: "initial",
      animations: "disabled",
    });
  }
  if (as !== undefined) await page.screenshot({ path: join(shown, `${as}.png`) });
}

/** Colours fade into each other for a moment: once all that ends has ended, and what it led to is painted. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
    await frame();
    await frame();
  });
}
