import { parse } from "yaml";
import { expect, test } from "./fixtures/test";

/** Prices an order; the factor is what is wrong at first. */
const flowText = (price: string) => `
millrace: 1
name: Price desk
producers:
  - { id: shop, type: web-address, name: Shop, topic: order.placed, config: {}, position: { x: 0, y: 100 } }
topics:
  - { name: order.placed, position: { x: 280, y: 104 } }
  - { name: order.priced, position: { x: 880, y: 104 } }
consumers:
  - id: pricing
    name: Pricing
    when: [order.placed]
    failure: { attempts: 1 }
    steps:
      - { id: price, type: set-fields, name: Work out the price, config: { fields: [{ field: price, value: "{{ ${price} }}" }] } }
      - { id: send, type: publish, config: { topic: order.priced } }
    position: { x: 560, y: 0 }
`;

test("a wrong expression is repaired, tried on what it has failed on, deployed and replayed", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const home = `${app.url}/w/${workspace}`;
  const { slug: flow } = await api.flows.import.mutate({ workspace, text: flowText("data.total * 1.5") });
  await api.flows.deploy.mutate({ workspace, flow });
  const { producers } = await api.flows.get.query({ workspace, flow });
  const address = producers[0]?.address ?? "";
  const results = page.getByRole("group", { name: "Results" });
  const priced = async () => (await api.events.scan.query({ workspace, topics: ["order.priced"] })).rows;
  const list = page.getByRole("grid", { name: "Results" });

  await test.step("orders whose total is a text end in the dead letters", async () => {
    for (const total of [100, "80", "40"]) {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ total }),
      });
      expect(answer.status).toBe(202);
    }
    const topics = await api.topics.list.query({ workspace });
    const topicId = topics.find(({ name }) => name === "order.placed")?.id ?? "";
    const events = [1, 2, 3].map((offset) => ({ topicId, offset }));
    await expect
      .poll(async () => {
        const outcomes = await api.events.outcomes.query({ workspace, events });
        return outcomes.map(({ status }) => status).toSorted();
      })
      .toEqual(["dead", "dead", "succeeded"]);
  });

  await test.step("the draft is repaired, and a dry run of it shows what it would change", async () => {
    await api.flows.put.mutate({ workspace, flow, document: parse(flowText("double(data.total) * 1.5")) });
    await page.goto(`${home}/replays`);
    await page.getByRole("link", { name: "New replay" }).first().click();
    await page.getByRole("combobox", { name: "Topic" }).click();
    await page.getByRole("option", { name: /^order\.placed/ }).click();
    await expect(page.getByRole("checkbox", { name: /^Pricing/ })).toBeChecked();
    await page.getByRole("radio", { name: /^Dry run of the draft/ }).click();
    await page.getByLabel(/^Why/).fill("Totals came as text");
    await page.waitForURL(/reason=Totals/);
    await page.reload();
    await expect(page.getByLabel(/^Why/)).toHaveValue("Totals came as text");
    await expect(page.getByRole("radio", { name: /^Dry run of the draft/ })).toBeChecked();
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.getByRole("button", { name: "Dry run of 3 events" }).click();
    await expect(results.getByRole("button", { name: "Works now 2" })).toBeVisible();
    await expect(results.getByRole("button", { name: "Same 1" })).toBeVisible();
    await results.getByRole("button", { name: "Works now 2" }).click();
    await expect(page).toHaveURL(/results=now-works/);
    await list.getByText("order.placed 2").click();
    const sheet = page.getByRole("dialog", { name: "order.placed 2 at Pricing" });
    await expect(sheet).toContainText("Cannot multiply a text and a number");
    await expect(sheet).toContainText('"price":120');
    await page.keyboard.press("Escape");
    expect(await priced()).toHaveLength(1);
  });

  await test.step("deployed, what was given up is replayed", async () => {
    await api.flows.deploy.mutate({ workspace, flow });
    await page.goto(`${home}/replays/new?topic=order.placed&dead=1`);
    await page.getByLabel(/^Why/).fill("Price what was given up");
    await page.getByRole("radio", { name: "Events per second" }).click();
    await page.getByRole("textbox", { name: "Events per second" }).fill("0");
    await expect(
      page.getByText("Write a number between 0.0001 and 100,000.").filter({ visible: true }),
    ).toBeVisible();
    await page.getByRole("textbox", { name: "Events per second" }).fill("2");
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await expect(page.getByText("2 events a second: will take less than a second")).toBeVisible();
    await page.getByRole("button", { name: "Preview the first 2 events" }).click();
    await expect(results.getByRole("button", { name: "Works now 2" })).toBeVisible();
    await page.getByRole("button", { name: "Replay 2 events" }).click();
  });

  await test.step("the report says what was chosen, by whom, why, and what came of it", async () => {
    await expect(page.getByText("Done", { exact: true })).toBeVisible();
    await expect(results.getByRole("button", { name: "Works now 2" })).toBeVisible();
    const chosen = page.getByRole("region", { name: "What was chosen" });
    await expect(chosen).toContainText("all of order.placed, only those given up");
    await expect(chosen).toContainText("Price what was given up");
    await expect(chosen).toContainText("No step acts outside.");
    await expect
      .poll(async () => (await priced()).filter(({ replayId }) => replayId !== null))
      .toHaveLength(2);
  });
});
