import { expectAccessible } from "./fixtures/accessibility";
import { deployOrderDesk } from "./fixtures/order-desk";
import { sendOrder } from "./fixtures/send-order";
import { expect, test } from "./fixtures/test";

test("events are held to a schema that was designed in a table", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { flow, address } = await deployOrderDesk(api, workspace);
  const home = `${app.url}/w/${workspace}`;
  await sendOrder(address, { order: "first", total: 20 });
  await sendOrder(address, { order: "second", total: 30 });
  const design = page.getByRole("table", { name: "Fields" });

  await test.step("a schema is made from the events of a topic", async () => {
    await page.goto(`${home}/topics`);
    await page.getByRole("button", { name: "More for order.placed" }).click();
    await page.getByRole("menuitem", { name: "Schema…" }).click();
    await page.getByRole("link", { name: "Make a schema from its events" }).click();
    await expect(page.getByRole("row", { name: /^total Whole number 100 %/ })).toBeVisible();
    await page.getByRole("button", { name: "Take these fields" }).click();
    await expect(design.getByRole("checkbox", { name: "total is required" })).toBeChecked();
  });

  await test.step("it is designed further in the table, and the code agrees", async () => {
    await page.getByRole("button", { name: "Add field" }).click();
    await page.keyboard.type("note");
    await page.keyboard.press("Enter");
    const code = page.getByRole("textbox", { name: "Schema as code" });
    await expect(code).toHaveValue(/"note": \{\s+"type": "string"/);
    await code.fill((await code.inputValue()).replace('"note"', '"remark"'));
    await expect(design.getByRole("textbox", { name: "Name of remark" })).toHaveValue("remark");
    await page.getByRole("button", { name: "Save version 1" }).click();
    await expect(page.getByRole("button", { name: "Version 1 is saved" })).toBeVisible();
  });

  await test.step("what does not fit waits in quarantine", async () => {
    await page.getByRole("link", { name: /^Topics and rules/ }).click();
    await page.getByRole("radio", { name: "Quarantine" }).click();
    await expect(page.getByText("wait in quarantine until somebody")).toBeVisible();
    await expectAccessible(page);
    // Addresses follow within a second; until then the event is let through.
    await expect
      .poll(async () => {
        const answer = await fetch(address, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ order: "wrong", total: "45" }),
        });
        return JSON.stringify(await answer.json());
      })
      .toContain("quarantined");
  });

  await test.step("it is put right, released and arrives", async () => {
    await page.goto(`${home}/quarantine`);
    await expect(page.getByRole("heading", { name: "total must be integer." })).toBeVisible();
    await page.getByRole("button", { name: "1 event", exact: true }).click();
    await page
      .getByRole("button", { name: /^Fix and release \S{5,}$/ })
      .last()
      .click();
    const payload = page.getByRole("textbox", { name: "Payload" });
    await payload.fill('{ "order": "fixed", "total": 45 }');
    await page.getByRole("button", { name: "Release event" }).click();
    await expect(page.getByText("Nothing is in quarantine.")).toBeVisible();
    await page.goto(`${home}/demo-inbox`);
    await expect(page.getByRole("listitem").filter({ hasText: "Order fixed for 45 €" })).toBeVisible();
  });

  await test.step("a breaking change says what would break", async () => {
    await page.goto(`${home}/schemas/order.placed`);
    await page.getByRole("button", { name: "Add field" }).click();
    await page.keyboard.type("currency");
    await page.keyboard.press("Enter");
    await design.getByRole("checkbox", { name: "currency is required" }).click();
    await expect(page.getByText("1 change breaks it: currency is new and must be there.")).toBeVisible();
    await page.getByRole("link", { name: /^Versions/ }).click();
    await expect(page.getByText("The first version.")).toBeVisible();
    await expect(page.getByRole("table", { name: "Who sends version 1" })).toContainText("Order desk");
    await expect(page.getByRole("list", { name: "Who reads its topics" })).toContainText("Order desk");
    await page.getByRole("button", { name: "Delete the schema…" }).click();
    const asked = page.getByRole("alertdialog");
    await expect(asked).toContainText(
      "order.placed is checked no more until the schema has a version again.",
    );
    await expect(asked).toContainText("1 event of the last 30 days names it.");
    await asked.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("link", { name: "Design" }).click();
    await expect(design.getByRole("checkbox", { name: "currency is required" })).toBeChecked();
    await page.getByRole("button", { name: "Try on the last events and flows" }).click();
    await expect(page.getByText(/events would not fit in order\.placed/)).toBeVisible();
    await expect(page.getByText("Order desk: Order desk")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("one click makes it compatible, and it goes live", async () => {
    await page.getByRole("button", { name: "Make it optional" }).click();
    await expect(page.getByText("Yes. Fits version 1.")).toBeVisible();
    await page.getByRole("button", { name: "Save version 2" }).click();
    await expect(page.getByRole("button", { name: "Version 2 is saved" })).toBeVisible();
    await api.flows.deploy.mutate({ workspace, flow });
    await sendOrder(address, { order: "last", total: 50 });
    await page.goto(`${home}/demo-inbox`);
    await expect(page.getByRole("listitem").filter({ hasText: "Order last for 50 €" })).toBeVisible();
  });
});
