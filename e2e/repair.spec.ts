import { deployOrderDesk } from "./fixtures/order-desk";
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
    await page.goto(`${home}/dead-letters`);
    await expect(page.getByRole("heading", { name: "The demo inbox is turned off." })).toBeVisible();
  });

  await test.step("repaired, it is put back and arrives", async () => {
    await page.goto(`${home}/demo-inbox`);
    await page.getByRole("switch", { name: "Off" }).click();
    await expect(page.getByRole("switch", { name: "On" })).toBeChecked();
    await page.goto(`${home}/dead-letters`);
    await page.getByRole("button", { name: "Redrive 1" }).click();
    await expect(page.getByText("Nothing is stuck.")).toBeVisible();
    await page.goto(`${home}/demo-inbox`);
    await expect(page.getByRole("listitem").filter({ hasText: "Order late for 80 €" })).toBeVisible();
  });
});
