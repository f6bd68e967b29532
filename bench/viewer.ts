import { flowOf } from "@/flow/testing/flow-of";
import { type EventScan, scanEvents } from "@/server/events/scan-events";
import { type Bench, number, percentile } from "./stage/figure";
import type { Installation } from "./stage/installation";
import { storeEvents } from "./stage/stored-events";
import { withInstallation } from "./stage/with-installation";

const EVENTS = 1_000_000;
const PAGES = 40;
const LINE = 20_000;
const PAGE_MS = 300;

type Filter = Parameters<typeof scanEvents>[2];

/** Searches the whole log as the viewer does, call after call; events of the log a second. */
async function searchAll({ deps, actor }: Installation, filter: Filter) {
  let [scanned, matched] = [0, 0];
  const started = performance.now();
  let at: Filter["at"] = { seek: "newest" };
  for (let isDone = false; !isDone; ) {
    const scan: EventScan = await scanEvents(deps, actor, { ...filter, at, limit: 200 });
    scanned += scan.scanned;
    matched += scan.rows.length;
    at = { position: scan.position };
    isDone = scan.isDone;
  }
  // What is looked at again, behind the last event of a full page, does not count.
  return { perSecond: EVENTS / ((performance.now() - started) / 1000), scanned, matched };
}

async function firstPages({ deps, actor }: Installation): Promise<number[]> {
  const tookMs: number[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const started = performance.now();
    await scanEvents(
      deps,
      actor,
      page % 2 === 0 ? {} : { at: { seek: { topic: "orders", offset: page * 20_000 } } },
    );
    tookMs.push(performance.now() - started);
  }
  return tookMs;
}

/** Finding events in a large log. */
export const viewer: Bench = {
  work: "the search of the events viewer through 1,000,000 stored events of about 300 bytes, call after call: by an expression on numbers in the payload, by one that also asks for a text (payloads without it are left out by the database), and by a text in it; and first pages, at the newest event and all over the log",
  against: "the line alone",
  reach: `≥ ${number(LINE)} events/s by an expression, first page < ${PAGE_MS} ms (p95)`,
  run: ({ flags }) =>
    withInstallation({ flags }, async (installation) => {
      await installation.deploy("bench", flowOf("web-address > orders"));
      await storeEvents(installation, await installation.topicId("orders"), "stored", EVENTS);
      const pages = await firstPages(installation);
      const expression = await searchAll(installation, {
        where: ["data.total > 998 && data.items[0].price > 10"],
      });
      const withText = await searchAll(installation, {
        where: ['data.total > 990 && data.customer.id == "c-7"'],
      });
      const text = await searchAll(installation, { text: '"order":"2027-0500000"' });
      if (withText.scanned !== EVENTS || text.matched !== 1) throw new Error("The search is not whole.");
      const page = percentile(pages, 0.95);
      return {
        measured: `${number(expression.perSecond)} events/s by an expression, ${number(withText.perSecond)} by one that asks for a text, ${number(text.perSecond)} by a text; first page ${percentile(pages, 0.5).toFixed(0)} ms, p95 ${page.toFixed(0)} ms`,
        ratio: expression.perSecond / LINE,
        isReached: expression.perSecond >= LINE && page < PAGE_MS,
        note: `${number(expression.matched)} and ${number(withText.matched)} matched of ${number(EVENTS)}.`,
      };
    }),
};
