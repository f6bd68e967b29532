import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { flowOf } from "@/flow/testing/flow-of";
import { expect, test } from "./fixtures/test";

async function addFilter(page: Page, kind: string) {
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByRole("menuitem", { name: kind, exact: true }).click();
  return page.getByRole("dialog");
}

test("events are found by field, expression and status, at any place of the log, and written to a file", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const document = flowOf("web-address > orders");
  const { slug: flow } = await api.flows.create.mutate({ workspace, document });
  await api.flows.deploy.mutate({ workspace, flow });
  const [producer] = (await api.flows.get.query({ workspace, flow })).producers;
  if (producer?.address === undefined) throw new Error("The producer has no address.");
  const events = Array.from({ length: 300 }, (_, index) => ({
    specversion: "1.0",
    id: `order-${index + 1}`,
    source: "/shop",
    type: "orders",
    datacontenttype: "application/json",
    data: { number: index + 1, note: index === 41 ? "=SUM(1)" : "plain" },
  }));
  const sent = await fetch(producer.address, {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events),
  });
  expect(sent.status).toBe(202);

  const home = `${app.url}/w/${workspace}/events`;
  const rows = page.locator("[data-event]");
  const offsets = async () =>
    (await rows.evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)))).sort((a, b) => b - a);
  const found = (...expected: number[]) => expect.poll(offsets).toEqual(expected);

  await test.step("by a field, which becomes an expression in the address", async () => {
    await page.goto(home);
    await expect(rows.first()).toBeVisible();
    const dialog = await addFilter(page, "Field");
    await dialog.getByLabel("Field", { exact: true }).fill("number");
    await dialog.getByRole("combobox", { name: "Operator" }).click();
    await page.getByRole("option", { name: ">", exact: true }).click();
    await dialog.getByLabel("Value").fill("297");
    await dialog.getByRole("button", { name: "Add filter" }).click();
    await found(300, 299, 298);
    await expect(page.getByTestId("scan-progress")).toContainText("Scanned 300, matched 3.");
    expect(new URL(page.url()).searchParams.getAll("where")).toEqual(["data.number > 297"]);
  });

  await test.step("by an expression, which is checked before it is asked", async () => {
    const dialog = await addFilter(page, "Expression");
    await dialog.getByLabel("Expression").fill("data.number ==");
    await dialog.getByRole("button", { name: "Add filter" }).click();
    await expect(dialog.getByRole("alert").or(dialog.locator(".text-bad")).first()).toBeVisible();
    await dialog.getByLabel("Expression").fill("data.number % 2 == 0");
    await dialog.getByRole("button", { name: "Add filter" }).click();
    await found(300, 298);
  });

  await test.step("kept under a name, and found again", async () => {
    await page.getByRole("button", { name: "Saved filters" }).click();
    await page.getByRole("menuitem", { name: "Save these filters…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Last even ones");
    await dialog.getByRole("button", { name: "Save filter" }).click();
    await expect(dialog).toHaveCount(0);
    await page.goto(home);
    await page.getByRole("button", { name: "Saved filters" }).click();
    await page.getByRole("menuitem", { name: "Last even ones" }).click();
    await found(300, 298);
    await page.getByRole("button", { name: "Clear filters" }).click();
  });

  await test.step("by what became of them", async () => {
    const dialog = await addFilter(page, "Status");
    await dialog.getByRole("combobox", { name: "Status" }).click();
    await page.getByRole("option", { name: /^Given up/ }).click();
    await dialog.getByRole("button", { name: "Add filter" }).click();
    await expect(page.getByText("No events match this filter.")).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(rows.first()).toHaveText("300");
  });

  await test.step("at a place of the log, from where it goes both ways", async () => {
    await page.goto(`${home}?topic=orders`);
    await page.getByRole("button", { name: "Go to" }).click();
    await page.getByRole("menuitem", { name: "An offset…" }).click();
    await page.getByRole("textbox", { name: "Offset" }).fill("100");
    await page.getByRole("button", { name: "Go there" }).click();
    await expect(rows.first()).toHaveText("106");
    await expect(page.locator("[data-selected] [data-event]")).toHaveText("100");
    await expect(page.getByTestId("live")).toHaveCount(0);
    expect(new URL(page.url()).searchParams.get("around")).toBe("orders:100");
    await page.getByRole("button", { name: "Newer events" }).click();
    await expect(rows.first()).toHaveText("156");
    await page.getByRole("button", { name: "Go to" }).click();
    await page.getByRole("menuitem", { name: "Oldest event" }).click();
    await expect(rows.first()).toHaveText("50");
    await page.getByRole("button", { name: "Follow" }).click();
    await expect(rows.first()).toHaveText("300");
    await expect(page.getByTestId("live")).toBeVisible();
  });

  await test.step("paused, what comes is counted and shown when it is asked for", async () => {
    await page.getByRole("button", { name: "Pause" }).click();
    const one = await fetch(producer.address ?? "", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"number":301}',
    });
    expect(one.status).toBe(202);
    await page.getByRole("button", { name: "1 new" }).click();
    await expect(rows.first()).toHaveText("301");
  });

  await test.step("without test events, in every list, until they are shown again", async () => {
    await api.events.send.mutate({
      workspace,
      to: { topic: "orders" },
      data: '{"number":302}',
      isTest: true,
    });
    await page.goto(home);
    await expect(rows.first()).toHaveText("302");
    await page.getByRole("button", { name: /theme, test events and sign out$/ }).click();
    await page.getByRole("menuitemradio", { name: "Hidden in all lists" }).click();
    await expect(rows.first()).toHaveText("301");
    await expect(page.getByTestId("test-traffic")).toContainText("Test events are hidden.");
    await page.goto(`${home}?test=only`);
    await found(302);
    await page.goto(`${app.url}/w/${workspace}/topics`);
    await expect(page.getByTestId("test-traffic-figures")).toContainText("The figures here count them.");
    await page.goto(home);
    await expect(rows.first()).toHaveText("301");
    await page.getByTestId("test-traffic").getByRole("button", { name: "Show" }).click();
    await expect(rows.first()).toHaveText("302");
  });

  await test.step("as a table that no spreadsheet takes for formulas", async () => {
    await page.goto(`${home}?where=${encodeURIComponent("data.number == 42")}`);
    await found(42);
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByRole("button", { name: "Export as CSV" }).click();
    const link = page.getByRole("link", { name: /^Download CSV/ });
    await expect(link).toBeVisible();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const text = await readFile(await download.path(), "utf8");
    expect(text.trimEnd().split("\r\n")).toHaveLength(2);
    expect(text).toContain("orders,42,");
    expect(text).toContain('"{""number"":42,""note"":""=SUM(1)""}"');
  });
});
