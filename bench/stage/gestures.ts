import { setTimeout as wait } from "node:timers/promises";
import type { CDPSession, Page } from "@playwright/test";
import type { Point } from "./view";

/** What a page did while somebody moved something on it. */
export interface Motion {
  readonly frames: number;
  readonly seconds: number;
  /** Time in JavaScript over all frames, and in style and layout. */
  readonly scriptMs: number;
  readonly layoutMs: number;
}

/** How somebody moves the mouse; `ms` since the beginning. */
interface Gesture {
  begin(page: Page, at: Point): Promise<void>;
  move(page: Page, at: Point, ms: number): Promise<void>;
  end(page: Page, at: Point): Promise<void>;
}

const durationMs = 4000;
/** A mouse tells where it is 125 times a second. */
const mouseMs = 8;
/** A mouse does not wait for what the page has not taken yet: it tells less often. */
const mostUnderWay = 4;
const radius = 160;

function onCircle({ x, y }: Point, ms: number): Point {
  const angle = (ms / 1000) * Math.PI;
  return { x: x + radius * Math.sin(angle), y: y + radius * (1 - Math.cos(angle)) };
}

/** Takes what is there and goes round in a circle with it, in two seconds. */
export const dragRound: Gesture = {
  begin: async (page, { x, y }) => {
    await page.mouse.move(x, y);
    await page.mouse.down();
  },
  move: (page, at, ms) => {
    const { x, y } = onCircle(at, ms);
    return page.mouse.move(x, y);
  },
  end: async (page, { x, y }) => {
    await page.mouse.move(x, y);
    await page.mouse.up();
  },
};

/** Turns the wheel for a second away from the drawing and for a second back to it. */
export const turnWheel: Gesture = {
  begin: (page, { x, y }) => page.mouse.move(x, y),
  move: (page, _, ms) => page.mouse.wheel(0, ms % 2000 < 1000 ? 12 : -12),
  end: async () => undefined,
};

async function spentIn(session: CDPSession): Promise<{ scriptMs: number; layoutMs: number }> {
  const { metrics } = await session.send("Performance.getMetrics");
  const msOf = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
  return { scriptMs: msOf("ScriptDuration"), layoutMs: msOf("LayoutDuration") + msOf("RecalcStyleDuration") };
}

/** Counts frames in the page from now on; answers how many there were so far. */
export async function countFrames(page: Page): Promise<() => Promise<number>> {
  const counter = await page.evaluateHandle(() => {
    // No function with a name: what the loader adds to keep names does not exist in the page.
    const count = {
      frames: 0,
      next() {
        count.frames += 1;
        requestAnimationFrame(() => count.next());
      },
    };
    requestAnimationFrame(() => count.next());
    return count;
  });
  return () => counter.evaluate(({ frames }) => frames);
}

/** Makes a gesture for some seconds and counts what the page draws meanwhile. */
export async function moveOn(page: Page, gesture: Gesture, at: Point): Promise<Motion> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const frames = await countFrames(page);
  await gesture.begin(page, at);
  const [framesBefore, before, start] = [await frames(), await spentIn(session), performance.now()];
  const underWay = new Set<Promise<void>>();
  for (let ms = 0; ms < durationMs; ms = performance.now() - start) {
    if (underWay.size < mostUnderWay) {
      const moved = gesture.move(page, at, ms).finally(() => underWay.delete(moved));
      underWay.add(moved);
    }
    await wait(mouseMs);
  }
  await Promise.all(underWay);
  const [framesAfter, after, end] = [await frames(), await spentIn(session), performance.now()];
  await gesture.end(page, at);
  await session.detach();
  return {
    frames: framesAfter - framesBefore,
    seconds: (end - start) / 1000,
    scriptMs: after.scriptMs - before.scriptMs,
    layoutMs: after.layoutMs - before.layoutMs,
  };
}
