import { createServer } from "node:http";
import { type App, freePort, startApp } from "./fixtures/app";
import { test as base, expect, owner } from "./fixtures/test";

/** A shop that takes orders, and can be down. */
interface Shop {
  readonly host: string;
  /** The key of each call that it took. */
  readonly taken: readonly string[];
  setDown(isDown: boolean): void;
}

async function startShop() {
  const taken: string[] = [];
  let isDown = true;
  const server = createServer((request, response) => {
    request.resume();
    if (!isDown) taken.push(String(request.headers["idempotency-key"]));
    response.writeHead(isDown ? 503 : 204).end();
  });
  const port = await freePort();
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const shop: Shop = {
    host: `127.0.0.1:${port}`,
    taken,
    setDown: (down) => {
      isDown = down;
    },
  };
  return { shop, stop: () => new Promise((done) => server.close(done)) };
}

const test = base.extend<Record<never, never>, { shop: Shop; app: App }>({
  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const { shop, stop } = await startShop();
      await use(shop);
      await stop();
    },
    { scope: "worker" },
  ],
  app: [
    async ({ shop }, use) => {
      const app = await startApp({
        MILLRACE_OWNER_EMAIL: owner.email,
        MILLRACE_OWNER_PASSWORD: owner.password,
        EGRESS_ALLOW: shop.host,
      });
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

const flowText = (host: string) => `
millrace: 1
name: Shop sync
producers:
  - { id: hook, type: web-address, name: Till, topic: order.placed, config: {}, position: { x: 0, y: 0 } }
topics:
  - { name: order.placed, position: { x: 280, y: 0 } }
consumers:
  - id: sync
    name: Shop sync
    when: [order.placed]
    failure: { attempts: 1 }
    steps:
      - id: tell
        type: http-request
        name: Tell the shop
        config: { method: POST, url: "http://${host}/orders", body: event }
    position: { x: 560, y: 0 }
`;

test("a target that is down is seen, understood, and made up for once it is back", async ({
  app,
  api,
  shop,
  workspace,
  ownerPage: page,
}) => {
  const { slug: flow } = await api.flows.import.mutate({ workspace, text: flowText(shop.host) });
  await api.flows.deploy.mutate({ workspace, flow });
  const home = `${app.url}/w/${workspace}`;
  const failed = page.getByTestId("counts:sync").getByRole("button", { name: /^3 failed/ });

  await test.step("the card turns red", async () => {
    for (const id of ["till-1", "till-2", "till-3"]) {
      await api.events.send.mutate({ workspace, to: { flow, producer: "hook" }, data: `{"id":"${id}"}`, id });
    }
    await page.goto(`${home}/flows/${flow}`);
    await expect(failed).toBeVisible();
  });

  await test.step("the problem appears, once for all three", async () => {
    await page.goto(`${home}/problems`);
    await expect(page.getByTestId("problem")).toHaveCount(1);
    await expect(page.getByRole("heading", { name: /answered 503/ })).toBeVisible();
    await expect(page.getByText("3 failures, 3 given up")).toBeVisible();
  });

  await test.step("the page of why says what happened and what to do", async () => {
    await page.goto(`${home}/why`);
    await page.getByPlaceholder("Event id, key or correlation id").fill("till-2");
    await page.getByRole("button", { name: "Ask why" }).click();
    await expect(page.getByText(/Given up after 1 attempt at Tell the shop: .* answered 503/)).toBeVisible();
    await expect(page.getByText("Look whether the other side works again")).toBeVisible();
  });

  await test.step("back again, the whole group is redriven", async () => {
    shop.setDown(false);
    await page.getByRole("link", { name: "Repair" }).click();
    await page.getByRole("button", { name: "Redrive 3…" }).click();
    const dialog = page.getByRole("dialog", { name: "Redrive 3 events?" });
    await expect(dialog.getByText("Tell the shop", { exact: true })).toBeVisible();
    await dialog.getByRole("button", { name: "Redrive 3 events" }).click();
    // Redrives begin once a second, what has healed is looked for every five, and the page asks every three.
    await expect(page.getByText("Nothing is stuck.")).toBeVisible({ timeout: 30_000 });
    await page.goto(`${home}/problems?state=resolved`);
    await expect(page.getByText("Healed: nothing of it is left since")).toBeVisible();
  });

  await test.step("all is green, and the shop has each order once", async () => {
    await page.goto(`${home}/flows/${flow}`);
    await expect(page.getByTestId("counts:sync").getByRole("button", { name: /^3 succeeded/ })).toBeVisible();
    await expect(
      page.getByTestId("counts:sync").getByRole("button", { name: /^[1-9]\d* failed/ }),
    ).toHaveCount(0);
    await page.goto(`${home}/why?q=till-2`);
    await expect(page.getByText(/^Delivered at/)).toBeVisible();
    expect(shop.taken).toHaveLength(3);
    expect(new Set(shop.taken).size).toBe(3);
  });
});
