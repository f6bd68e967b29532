import { setTimeout as pause } from "node:timers/promises";
import { chromium, type Page } from "@playwright/test";
import { flowOf } from "@/flow/testing/flow-of";
import playwright from "@/playwright.config";
import { until } from "@/server/testing/until";
import { withBuiltApp } from "./stage/built-app";
import { type Bench, type Figure, percentile } from "./stage/figure";
import { countFrames } from "./stage/gestures";
import { paced } from "./stage/paced";
import { measureScreenDelay } from "./stage/screen-delay";
import { orderData } from "./stage/stored-events";

const RATES = [100, 500, 2_000] as const;
const SECONDS = 8;
/** What is drawn of a busy log is settled by then. */
const WARM_UP_S = 7;
const REST_MS = 4_000;
const BATCHES_PER_S = 20;
const LINE = 0.7;
const DELAY_MS = 300;

interface Watched {
  readonly rate: number;
  readonly framesPerSecond: number;
  readonly delays: readonly number[];
  readonly oneOf: number;
}

async function sendBatch(address: string, first: number, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => ({
    specversion: "1.0",
    id: `live-${first + index}`,
    source: "/bench",
    type: "orders",
    datacontenttype: "application/json",
    data: orderData(first + index),
  }));
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events),
  });
  const answer = await response.text();
  if (response.status !== 202) throw new Error(`${response.status} ${answer}`);
}

async function framesDuring(page: Page, work: () => Promise<unknown>): Promise<number> {
  const frames = await countFrames(page);
  const [before, started] = [await frames(), performance.now()];
  await work();
  return ((await frames()) - before) / ((performance.now() - started) / 1000);
}

async function watch(
  page: Page,
  address: string,
  rate: number,
  delays: () => Promise<number[]>,
): Promise<Watched> {
  const size = rate / BATCHES_PER_S;
  const send = (seconds: number, name: number) =>
    paced(BATCHES_PER_S, seconds * BATCHES_PER_S, (index) => sendBatch(address, name + index * size, size));
  await send(WARM_UP_S, rate * 1_000_000);
  await delays();
  const framesPerSecond = await framesDuring(page, () => send(SECONDS, rate * 1_000_000 + 500_000));
  const sampled = page.getByTestId("sampled");
  const text = (await sampled.count()) > 0 ? ((await sampled.textContent()) ?? "") : "";
  const sent = rate * (WARM_UP_S + SECONDS);
  const received = page.getByTestId("received");
  const isThere = async () => Number(await received.getAttribute("data-count")) >= sent;
  await until(isThere, { limitMs: 30_000, everyMs: 100, message: "The page did not count all events." });
  return { rate, framesPerSecond, delays: await delays(), oneOf: Number(/1 of (\d+)/.exec(text)?.[1] ?? 1) };
}

function figureOf(rest: number, watched: readonly Watched[]): Figure {
  const at = (rate: number) => watched.find((one) => one.rate === rate);
  const busiest = at(2_000);
  const ratio = (busiest?.framesPerSecond ?? 0) / rest;
  const delay = percentile(at(500)?.delays ?? [], 0.95);
  const words = watched.map(({ rate, framesPerSecond, delays, oneOf }) => {
    const sampled = oneOf > 1 ? `, 1 of ${oneOf} drawn` : "";
    return `${rate}/s: ${framesPerSecond.toFixed(1)} frames/s, delay ${percentile(delays, 0.5)} ms, p95 ${percentile(delays, 0.95)} ms${sampled}`;
  });
  return {
    measured: words.join("; "),
    reference: `${rest.toFixed(1)} frames/s at rest`,
    ratio,
    isReached: ratio >= LINE && delay > 0 && delay <= DELAY_MS,
    note: "The ratio is that of 2,000 events/s.",
  };
}

/** The events viewer while events arrive. */
export const live: Bench = {
  work: `the events viewer of the built app in headless Chromium, which draws by processor, while 100, 500 and 2,000 events/s are sent to a web address: frames a second, and the time from the database's clock in an event to the frame that shows it`,
  against: "the same page at rest",
  reach: `≥ ${LINE} at 2,000/s, p95 of the delay ≤ ${DELAY_MS} ms at 500/s`,
  run: async () => {
    const browser = await chromium.launch(playwright.use?.launchOptions);
    try {
      return await withBuiltApp(browser, async ({ app, api, context }) => {
        const { slug: workspace } = await api.workspace.create.mutate({ name: "Bench" });
        const document = flowOf("web-address > orders");
        const { slug: flow } = await api.flows.create.mutate({ workspace, document });
        await api.flows.deploy.mutate({ workspace, flow });
        const [producer] = (await api.flows.get.query({ workspace, flow })).producers;
        if (producer?.address === undefined) throw new Error("The producer has no address.");
        const watched: Watched[] = [];
        let rest = 0;
        for (const rate of RATES) {
          const page = await context.newPage();
          const delays = await measureScreenDelay(page);
          await page.goto(`${app.url}/w/${workspace}/events`);
          await page.getByTestId("live").waitFor();
          if (rest === 0) rest = await framesDuring(page, () => pause(REST_MS));
          watched.push(await watch(page, producer.address, rate, delays));
          await page.close();
        }
        return figureOf(rest, watched);
      });
    } finally {
      await browser.close();
    }
  },
};
