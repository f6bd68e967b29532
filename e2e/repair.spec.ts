import { deployOrderDesk } from "./fixtures/order-desk";
import { sendOrder } from "./fixtures/send-order";
import { expect, test } from "./fixtures/test";

test("what fails ends in the dead letters, and goes on after the repair", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { formAddress } = await deployOrderDesk(api, workspace);
  const home = `${app.url}/w/${workspace}`;

  await test.step("an order comes by form while no e-mail can be sent", async () => {
    await page.goto(`${home}/demo-inbox`);
    await page.getByRole("switch", { name: "On" }).click();
    await expect(page.getByText("The demo inbox is off")).toBeVisible();
    await page.goto(formAddress);
    await page.getByLabel("Order number").fill("late");
    await page.getByLabel("Total").fill("80");
    await page.getByRole("button", { name: "Order" }).click();
    await expect(page.getByText("Your order has arrived.")).toBeVisible();
    await page.goto(`${home}/problems`);
    await expect(page.getByRole("heading", { name: "The demo inbox is turned off." })).toBeVisible();
  });

  await test.step("repaired, it is put back and arrives", async () => {
    await page.goto(`${home}/demo-inbox`);
    await page.getByRole("switch", { name: "Off" }).click();
    await expect(page.getByRole("switch", { name: "On" })).toBeChecked();
    await page.goto(`${home}/problems`);
    await page.getByRole("button", { name: "Redrive 1…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Redrive 1 event" }).click();
    // Redrives begin once a second, what has healed is looked for every five, and the page asks every three.
    await expect(page.getByText("Nothing is stuck.")).toBeVisible({ timeout: 30_000 });
    await page.goto(`${home}/demo-inbox`);
    await expect(page.getByRole("listitem").filter({ hasText: "Order late for 80 €" })).toBeVisible();
  });
});

test("what failed is retried and replayed from the wire that it came by", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { address, flow } = await deployOrderDesk(api, workspace);
  const home = `${app.url}/w/${workspace}`;
  await page.goto(`${home}/demo-inbox`);
  await page.getByRole("switch", { name: "On" }).click();
  await expect(page.getByText("The demo inbox is off")).toBeVisible();
  await sendOrder(address, { order: "late", total: 80 });
  await page.goto(`${home}/flows/${flow}`);
  const failed = page.getByTestId("counts:confirmation").getByRole("button", { name: /^1 failed/ });
  await expect(failed).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  const wire = page.getByTestId("wire:when:confirmation:order.accepted");

  await test.step("a replay is asked for with the consumer at the end of the wire", async () => {
    await wire.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Replay…" }).click();
    const dialog = page.getByRole("dialog", { name: "Replay 1 event?" });
    await expect(dialog.getByRole("checkbox", { name: /^Confirmation/ })).toBeChecked();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toHaveCount(0);
  });

  await test.step("once the inbox is on again, the failure is retried at once", async () => {
    await api.demoInbox.switch.mutate({ workspace, isOn: true });
    await wire.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Retry 1 failed" }).click();
    await expect(page.getByText("1 event redriven.")).toBeVisible();
    await expect(failed).toHaveCount(0);
  });
});
