import type { Page } from "@playwright/test";

/**
 * Measures in the page, from its next document on, how long after it was stored an event is on the screen: from the time
 * that the database gave it to the frame after the list has changed. Answers with the milliseconds of all events since
 * the last call.
 */
export async function measureScreenDelay(page: Page): Promise<() => Promise<number[]>> {
  await page.addInitScript(() => {
    const state = { told: [] as number[], delays: [] as number[] };
    Reflect.set(window, "screenDelay", state);
    window.EventSource = class extends EventSource {
      constructor(url: string | URL, options?: EventSourceInit) {
        super(url, options);
        this.addEventListener("message", ({ data }) => {
          const rows: unknown = JSON.parse(String(data)).json?.rows;
          if (Array.isArray(rows)) for (const { receivedAt } of rows) state.told.push(Date.parse(receivedAt));
        });
      }
    };
    new MutationObserver((changes) => {
      const isList = changes.some(({ target }) => target instanceof Element && target.closest("[role=grid]"));
      if (!isList || state.told.length === 0) return;
      const shown = state.told.splice(0);
      // The next frame is prepared now; it is on the screen when the one after it begins.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const now = Date.now();
          for (const storedAt of shown) state.delays.push(now - storedAt);
        }),
      );
    }).observe(document, { childList: true, subtree: true });
  });
  return () =>
    page.evaluate(() => {
      const { delays } = Reflect.get(window, "screenDelay") as { delays: number[] };
      return delays.splice(0);
    });
}
