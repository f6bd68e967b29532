import { chromium, type Page } from "@playwright/test";
import { definitions } from "@/nodes/registry/definitions.gen";
import playwright from "@/playwright.config";
import { openBarePage } from "./stage/bare-page";
import { withBuiltApp } from "./stage/built-app";
import { type Bench, type Figure, percentile } from "./stage/figure";
import { dragRound, type Motion, moveOn, turnWheel } from "./stage/gestures";
import { largeFlow } from "./stage/large-flow";
import { emptyPoint, type Point, viewOf } from "./stage/view";

const ROUNDS = 2;
/** The first ones meet a server that has not compiled what it runs. */
const OPENINGS = 5;
const OPEN_SECONDS = 2;
const LINE = 0.7;
const SCRIPT_MS = 12;

/** How many seconds after the page was asked for its cards were there. */
async function open(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "commit" });
  const drawn = await page.waitForFunction(
    () => document.querySelector(".canvas-card[data-shape=consumer]") !== null && performance.now(),
    undefined,
    { polling: "raf" },
  );
  return Number(await drawn.jsonValue()) / 1000;
}

async function middleOf(page: Page, card: string): Promise<Point> {
  const box = await page.getByTestId(card).boundingBox();
  if (!box) throw new Error(`${card} is out of sight.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** From there on all cards are in the window, so small that they are dots of text. */
async function goFar(page: Page, { x, y }: Point): Promise<void> {
  await page.mouse.move(x, y);
  for (let turn = 0; turn < 16; turn += 1) await page.mouse.wheel(0, 100);
}

interface Compared {
  readonly name: string;
  readonly ours: readonly Motion[];
  readonly bare: readonly Motion[];
}

async function compare(ours: Page, bare: Page): Promise<Compared[]> {
  const view = await viewOf(ours);
  const ground = await emptyPoint([ours, bare], view);
  const card = await middleOf(ours, "topic:order.placed.0");
  const near = [
    { name: "pan", gesture: dragRound, at: ground },
    { name: "drag", gesture: dragRound, at: card },
    { name: "zoom", gesture: turnWheel, at: ground },
  ] as const;
  const compared: Compared[] = [];
  const run = async (name: string, gesture: typeof dragRound, at: Point) => {
    const result = { name, ours: [] as Motion[], bare: [] as Motion[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      result.bare.push(await moveOn(bare, gesture, at));
      result.ours.push(await moveOn(ours, gesture, at));
    }
    compared.push(result);
  };
  for (const { name, gesture, at } of near) await run(name, gesture, at);
  for (const page of [ours, bare]) await goFar(page, ground);
  await run("pan over all", dragRound, await emptyPoint([ours, bare], view));
  return compared;
}

function rateOf(motions: readonly Motion[]): number {
  const sum = (of: (motion: Motion) => number) => motions.reduce((total, motion) => total + of(motion), 0);
  return sum(({ frames }) => frames) / sum(({ seconds }) => seconds);
}

function scriptOf(motions: readonly Motion[]): number {
  const sum = (of: (motion: Motion) => number) => motions.reduce((total, motion) => total + of(motion), 0);
  return sum(({ scriptMs }) => scriptMs) / sum(({ frames }) => frames);
}

function figureOf(openings: readonly number[], compared: readonly Compared[]): Figure {
  const rows = compared.map(({ name, ours, bare }) => ({
    name,
    ours: rateOf(ours),
    bare: rateOf(bare),
    script: scriptOf(ours),
  }));
  const opened = percentile(openings, 0.5);
  const ratio = Math.min(...rows.map((row) => row.ours / row.bare));
  const script = Math.max(...rows.map((row) => row.script));
  const rates = (of: (row: (typeof rows)[number]) => number) =>
    rows.map((row) => `${row.name} ${of(row).toFixed(1)}`).join(", ");
  return {
    measured: `opens in ${opened.toFixed(2)} s; frames/s: ${rates(({ ours }) => ours)}`,
    reference: `frames/s: ${rates(({ bare }) => bare)}`,
    ratio,
    isReached: ratio >= LINE && opened < OPEN_SECONDS && script <= SCRIPT_MS,
    note: `Script per frame: ${rows.map((row) => `${row.name} ${row.script.toFixed(1)} ms`).join(", ")}. The ratio is the lowest of them.`,
  };
}

/** The editor with as many cards as a flow may hold, against React Flow alone. */
export const editor: Bench = {
  work: "a deployed flow of 500 cards in the editor of the built app, in headless Chromium, which draws by processor: moved, zoomed, a card dragged",
  against:
    "a page with a bare React Flow, with 500 nodes of the same size at the same places and as many edges, in turns",
  reach: `≥ ${LINE}, opens in < ${OPEN_SECONDS} s, ≤ ${SCRIPT_MS} ms of script per frame`,
  run: async () => {
    const browser = await chromium.launch(playwright.use?.launchOptions);
    try {
      return await withBuiltApp(browser, async ({ app, api, context }) => {
        const document = largeFlow();
        const { slug: workspace } = await api.workspace.create.mutate({ name: "Bench" });
        const { slug: flow } = await api.flows.create.mutate({ workspace, document });
        await api.flows.deploy.mutate({ workspace, flow });
        const address = `${app.url}/w/${workspace}/flows/${flow}`;
        const ours = await context.newPage();
        const openings: number[] = [];
        for (let round = 0; round < OPENINGS; round += 1) openings.push(await open(ours, address));
        const bare = await browser.newPage({ viewport: { width: 1280, height: 720 } });
        await openBarePage(bare, document, definitions, await viewOf(ours));
        return figureOf(openings, await compare(ours, bare));
      });
    } finally {
      await browser.close();
    }
  },
};
