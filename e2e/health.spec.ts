import { expectAccessible } from "./fixtures/accessibility";
import { deployOrderDesk } from "./fixtures/order-desk";
import { sendOrder } from "./fixtures/send-order";
import { expect, test } from "./fixtures/test";

test("Health draws what was delivered, names what waits, and keeps its state in the address", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  await page.goto(`${app.url}/w/${workspace}/flows`);
  await page.getByRole("link", { name: "Health", exact: true }).click();
  await expect(page.getByText("No flow is deployed yet.")).toBeVisible();
  await expect(page.getByText("Everything keeps up")).toBeHidden();

  const { address } = await deployOrderDesk(api, workspace);
  for (let order = 0; order < 20; order += 1)
    await sendOrder(address, { order: `o${order}`, total: order * 10 });

  const consumers = page.getByRole("region", { name: "Consumers" });
  // The page asks every ten seconds: its next look is as far away as others wait at most.
  await expect(consumers.getByRole("row")).not.toHaveCount(0, { timeout: 30_000 });
  await page.reload();
  // What was delivered is counted with the delivery; how long it took is written down some seconds later.
  const rows = consumers.getByRole("row").filter({ hasText: "Order desk" });
  await expect(rows.first()).toContainText("20", { timeout: 30_000 });
  await expect(rows.first()).toContainText(/\d m?s/, { timeout: 30_000 });
  for (const title of ["Throughput", "Failures", "Time to delivery", "Waiting"]) {
    const chart = page.getByRole("figure", { name: title });
    await expect(chart.locator("canvas")).toBeVisible();
    await expect(chart.getByRole("img")).toHaveAttribute("aria-label", /last|nothing known/);
  }
  await expectAccessible(page);

  await page.getByRole("radio", { name: "Table" }).click();
  await expect(page.getByRole("columnheader", { name: "95 % within" })).toBeVisible();
  await page.getByRole("combobox", { name: "Time" }).click();
  await page.getByRole("option", { name: "Last 7 days" }).click();
  await expect(page).toHaveURL(/range=7d/);
  await expect(page).toHaveURL(/view=table/);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "95 % within" })).toBeVisible();
});
