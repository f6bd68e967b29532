import { deployOrderDesk } from "./fixtures/order-desk";
import { orderRequests, post } from "./fixtures/send-order";
import { expect, test } from "./fixtures/test";

test("events arrive live, each says what became of it, and runs again", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { address, formAddress } = await deployOrderDesk(api, workspace);
  const home = `${app.url}/w/${workspace}`;
  const events = page.getByRole("grid", { name: "Events" });
  const row = (text: string | RegExp) => events.getByRole("row").filter({ hasText: text });
  const outcome = page.getByTestId("outcome");

  await test.step("send in every format, and see the events arrive", async () => {
    await page.goto(`${home}/events`);
    await expect(page.getByText("No events yet. They show here the moment they arrive.")).toBeVisible();
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await post(address, orderRequests.plain({ order: "plain", total: 20 }));
    await expect(row("order.accepted").filter({ hasText: "Order plain for 20 €" })).toBeVisible();
    await post(address, orderRequests.binary({ order: "binary", total: 120 }));
    await post(address, orderRequests.structured({ order: "structured", total: 30 }));
    await post(address, orderRequests.batch({ order: "first", total: 40 }, { order: "second", total: 50 }));
    await post(address, orderRequests.form({ order: "form", total: 60 }));
    await post(address, orderRequests.plain({ total: 70 }));
    await expect(row("order.placed")).toHaveCount(7);
    await expect(row("order.accepted")).toHaveCount(6);
    await expect(row("order.accepted").filter({ hasText: "Confirmation: Succeeded" })).toHaveCount(6);
    await expect(row("order.placed").filter({ hasText: "Order desk: Filtered" })).toHaveCount(1);
  });

  await test.step("open one: a sentence, and every step with what went in and out", async () => {
    await row("order.placed").filter({ hasText: '"binary"' }).click();
    await expect(outcome).toHaveText(/^Delivered to 1 of 1 consumer in (less than )?[\d.]+ (ms|s)\.$/);
    const steps = page.getByRole("region", { name: "Attempt 1" }).getByRole("listitem");
    await expect(steps).toHaveText([/Filter/, /Set fields/, /Route/, /Mark as large/, /Publish/]);
    const step = steps.nth(1);
    await expect(step).toContainText(/\d ms/);
    await step.getByRole("button").first().click();
    await expect(step.getByRole("heading", { name: "Input" })).toBeVisible();
    await expect(step).toContainText('"title": "Order binary for 120 €"');
  });

  await test.step("follow the conversation to what it caused", async () => {
    await page.getByRole("link", { name: /order\.accepted/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("order.accepted");
    await expect(page.getByRole("button", { name: "Copy causation id shop-binary" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Copy correlation id shop-binary" })).toBeVisible();
    await expect(outcome).toContainText("Delivered to 1 of 1 consumer");
  });

  await test.step("replay it, without acting outside", async () => {
    await page.getByRole("button", { name: "Replay…" }).click();
    const dialog = page.getByRole("dialog", { name: "Replay 1 event?" });
    await expect(dialog.getByRole("checkbox", { name: /Confirmation/ })).toBeChecked();
    await dialog.getByRole("button", { name: "Replay 1 event" }).click();
    await page.waitForURL("**/replays/*");
    await expect(page.getByText("Done", { exact: true })).toBeVisible();
    await expect(page.getByText("1 succeeded")).toBeVisible();
  });

  await test.step("the first deliveries alone sent e-mails", async () => {
    await page.goto(`${home}/demo-inbox`);
    const mails = page.getByRole("list", { name: "E-mails" }).getByRole("listitem");
    await expect(mails).toHaveCount(6);
    await mails.filter({ hasText: "Order second for 50 €" }).click();
    await expect(page.getByRole("article")).toContainText("Ship it.");
  });

  await test.step("a consumer that fails ends in the dead letters, and goes on after the repair", async () => {
    await page.getByRole("switch", { name: "On" }).click();
    await expect(page.getByText("The demo inbox is off")).toBeVisible();
    await page.goto(formAddress);
    await page.getByLabel("Order number").fill("late");
    await page.getByLabel("Total").fill("80");
    await page.getByRole("button", { name: "Order" }).click();
    await expect(page.getByText("Your order has arrived.")).toBeVisible();
    await page.goto(`${home}/dead-letters`);
    await expect(page.getByRole("heading", { name: "The demo inbox is turned off." })).toBeVisible();
    await page.goto(`${home}/demo-inbox`);
    await page.getByRole("switch", { name: "Off" }).click();
    await expect(page.getByRole("switch", { name: "On" })).toBeChecked();
    await page.goto(`${home}/dead-letters`);
    await page.getByRole("button", { name: "Redrive 1" }).click();
    await expect(page.getByText("Nothing is stuck.")).toBeVisible();
    await page.goto(`${home}/demo-inbox`);
    await expect(page.getByRole("listitem").filter({ hasText: "Order late for 80 €" })).toBeVisible();
  });

  await test.step("after a restart everything is there and goes on", async () => {
    await app.restart();
    await page.goto(`${home}/events`);
    await expect(row("order.placed")).toHaveCount(8);
    await post(address, orderRequests.plain({ order: "afterwards", total: 90 }));
    await expect(
      row("order.accepted").filter({ hasText: "Order afterwards" }).filter({ hasText: "Succeeded" }),
    ).toBeVisible();
    await page.goto(`${home}/replays`);
    await expect(page.getByRole("row").filter({ hasText: "order.accepted" }).getByText("Done")).toBeVisible();
  });
});
