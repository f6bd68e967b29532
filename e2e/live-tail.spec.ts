import { flowOf } from "@/flow/testing/flow-of";
import { openTcpProxy } from "@/server/testing/tcp-proxy";
import { keepToldEvents } from "./fixtures/event-stream";
import { sendOrder } from "./fixtures/send-order";
import { steadySender } from "./fixtures/steady-sender";
import { expect, test } from "./fixtures/test";

const drops = 5;
/** So many events pass between two drops. */
const between = 250;
/** What the list holds at most. */
const kept = 1_000;

test("at 500 events a second a viewer sees every event once and in order, through lost connections and a restart", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { slug: flow } = await api.flows.create.mutate({
    workspace,
    document: flowOf("web-address > orders"),
  });
  await api.flows.deploy.mutate({ workspace, flow });
  const [producer] = (await api.flows.get.query({ workspace, flow })).producers;
  if (producer?.address === undefined) throw new Error("The producer has no address.");
  const proxy = await openTcpProxy(Number(new URL(app.url).port));
  const told = await keepToldEvents(page);
  const received = page.getByTestId("received");
  const count = async () => Number(await received.getAttribute("data-count"));
  const isPast = (least: number) => expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(least);

  await page.goto(`http://localhost:${proxy.port}/w/${workspace}/events`);
  await expect(page.getByText("No events yet.")).toBeVisible();
  await expect(page.getByTestId("live")).toBeVisible();
  const sender = steadySender(producer.address);
  let sent = 0;
  try {
    await isPast(between);
    for (let drop = 0; drop < drops; drop += 1) {
      const before = sender.sent();
      proxy.drop();
      await isPast(before + between);
    }
    const before = sender.sent();
    app.crashWeb();
    await isPast(before + between);
  } finally {
    sent = await sender.stop();
  }

  await expect(received).toHaveAttribute("data-count", String(sent));
  const offsets = Array.from({ length: sent }, (_, index) => index + 1);
  const events = await told();
  expect(events.map(({ offset }) => offset)).toEqual(offsets);

  const stored: string[] = [];
  let at: Parameters<typeof api.events.scan.query>[0]["at"] = { seek: "oldest" };
  for (let isDone = false; !isDone; ) {
    const scan = await api.events.scan.query({ workspace, direction: "newer", limit: 200, at });
    stored.push(...scan.rows.map(({ id }) => id));
    at = { position: scan.position };
    isDone = scan.isDone;
  }
  expect(events.map(({ id }) => id)).toEqual(stored);

  const grid = page.getByRole("grid", { name: "Events" });
  const shown: string[] = [];
  for (let top = 0; shown.length < kept; top += 320) {
    // The list hears of the place with the next frame, and has drawn it before the one after.
    await grid.evaluate(async (element, to) => {
      element.scrollTo({ top: to });
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    }, top);
    await expect(grid).toHaveJSProperty("scrollTop", top);
    const rows = await grid.locator("[data-event]").evaluateAll((cells) =>
      cells
        .map((cell) => Number(cell.getAttribute("data-event")?.split(":")[1]))
        .sort((a, b) => b - a)
        .map(String),
    );
    for (const row of rows) if (!shown.includes(row)) shown.push(row);
  }
  expect(shown.slice(0, kept)).toEqual(offsets.slice(-kept).reverse().map(String));
  await proxy.close();
});

test("the editor shows every event since it said that the flow is live, also before its stream has begun", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const document = flowOf("web-address > orders > counter", { counter: { name: "Orders" } });
  const { slug: flow } = await api.flows.create.mutate({ workspace, document });
  const rows = page.getByTestId("live-row");
  const openDrawer = page.getByRole("button", { name: "Open the drawer" });
  const send = async () => {
    const [producer] = (await api.flows.get.query({ workspace, flow })).producers;
    await sendOrder(producer?.address ?? "", { total: 1 });
  };
  // The streams of events begin only when the test says so.
  let begin = () => {};
  const hold = async () => {
    const isBegun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    await page.unrouteAll();
    await page.route(/events\.watch\?/, async (route) => {
      await isBegun;
      await route.continue();
    });
  };

  await hold();
  await page.goto(`${app.url}/w/${workspace}/flows/${flow}`);
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await expect(page.getByText("Live · revision 1")).toBeVisible();
  await send();
  begin();
  await openDrawer.click();
  await expect(rows).toHaveCount(1);

  await hold();
  await page.reload();
  await expect(page.getByText("Live · revision 1")).toBeVisible();
  await send();
  begin();
  await openDrawer.click();
  await expect(rows).toHaveCount(1);
});
