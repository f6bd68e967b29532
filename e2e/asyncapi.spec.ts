import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures/test";

const orders = readFileSync(`${import.meta.dirname}/fixtures/orders.asyncapi.yaml`, "utf8");

test("an AsyncAPI document becomes topics, schemas and a flow, and comes back as an equal flow", async ({
  app,
  workspace,
  api,
  ownerPage: page,
}) => {
  await page.goto(`${app.url}/w/${workspace}/flows`);
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(orders);
  await dialog.getByRole("button", { name: "Preview import" }).click();
  await expect(dialog.getByRole("list", { name: "Problems" })).toContainText("nothing is fetched");
  await expect(dialog.getByRole("list", { name: "Problems" })).toContainText("Line 29");
  await expect(dialog.getByRole("list", { name: "Topics" }).getByRole("listitem")).toHaveCount(3);
  await dialog.getByRole("button", { name: "Create 3 topics, 2 schemas and 1 flow" }).click();

  await page.waitForURL(`**/w/${workspace}/flows/order-desk`);
  for (const card of ["Take orders", "order.placed", "order.paid", "order.shipped", "Book payments"])
    await expect(page.getByText(card, { exact: true }).first()).toBeVisible();

  await page.goto(`${app.url}/w/${workspace}/flows`);
  await page.getByRole("button", { name: "More for Order desk" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Export as AsyncAPI" }).click();
  const file = await (await download).path();
  const exported = readFileSync(file, "utf8");
  for (const kept of ["asyncapi: 3.0.0", "x-team: desk", "x-owner: Ana", "email: desk@shop.example"])
    expect(exported).toContain(kept);

  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByLabel("Flow file").setInputFiles({
    name: "order-desk.asyncapi.yaml",
    mimeType: "application/yaml",
    buffer: Buffer.from(exported),
  });
  await dialog.getByRole("button", { name: "Preview import" }).click();
  await expect(dialog.getByRole("list", { name: "Problems" }).getByRole("listitem")).toHaveCount(1);
  await dialog.getByRole("button", { name: "Create 1 flow" }).click();
  await page.waitForURL(`**/w/${workspace}/flows/order-desk-2`);
  await expect(page.getByText("Book payments", { exact: true }).first()).toBeVisible();

  const [first, second] = await Promise.all(
    ["order-desk", "order-desk-2"].map((flow) => api.flows.get.query({ workspace, flow })),
  );
  expect(second?.document).toEqual({ ...first?.document, name: "Order desk 2" });
});
