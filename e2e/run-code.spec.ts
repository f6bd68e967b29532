import { curl } from "./fixtures/curl";
import { drawing } from "./fixtures/drawing";
import { expect, test } from "./fixtures/test";

test("code is written, computes, and says in which line it failed", async ({
  app,
  workspace,
  ownerPage: page,
}) => {
  const home = `${app.url}/w/${workspace}`;
  const { card, inspector, drawWire, pickStep } = drawing(page);
  const code = inspector.getByRole("textbox", { name: "Code" });

  await page.goto(`${home}/flows`);
  await page.getByRole("button", { name: "New flow" }).click();
  await page.getByTestId("start:web-address").click();
  await inspector.getByRole("textbox", { name: "Name" }).fill("Shop");
  await drawWire(card("Shop"), { x: 96, y: 40 });
  await page.getByTestId("topic-name").fill("Order placed");
  await page.keyboard.press("Enter");
  await drawWire(card("order.placed"), { x: 72, y: -40 });
  await page.getByTestId("pick-search").fill("javascript");
  await pickStep("run-code", "Run code");

  // Lines begin where they should.
  await code.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(
    "const total = event.data.lines.reduce((sum, line) => {\nreturn sum + line;\n}, 0);\n",
  );
  await page.keyboard.type("console.log('sum of ', ");
  await inspector.getByRole("button", { name: "Insert a field into Code" }).click();
  await page.getByTestId("pick-search").fill("Event type");
  await page.keyboard.press("Enter");
  await expect(code).toBeFocused();
  // Where it cannot be read is said while it is typed.
  await expect(inspector.getByText(/^Line 4: /)).toBeVisible();
  await page.keyboard.type(");\nreturn { total };");
  await expect(code).toHaveValue(
    "const total = event.data.lines.reduce((sum, line) => {\n  return sum + line;\n}, 0);\n" +
      "console.log('sum of ', event.type);\nreturn { total };",
  );
  await expect(card("Run code").getByText("Compute total")).toBeVisible();
  await inspector.getByRole("button", { name: "Open large" }).click();
  const dialog = page.getByRole("dialog", { name: "Code" });
  await expect(dialog.getByRole("textbox", { name: "Code" })).toHaveValue(/return \{ total \};$/);
  await dialog.getByRole("button", { name: "Done" }).click();

  // Escape leads out of a box that takes Tab for itself.
  await code.click();
  await page.keyboard.press("Escape");
  await expect(code).not.toBeFocused();

  await page.getByTestId("deploy").click();
  await expect(page.getByTestId("flow-state")).toHaveText("Live · revision 1");
  await page.getByRole("button", { name: "Show all" }).click();
  await card("Shop").click();
  const address = (await page.getByTestId("producer-address").textContent()) ?? "";
  await curl(address, "--json", '{"lines":[20,22]}');
  await curl(address, "--json", '{"order":"without lines"}');

  await page.goto(`${home}/events`);
  const rows = page.getByRole("grid", { name: "Events" }).getByRole("row");
  await rows.filter({ hasText: "2 items" }).click();
  await page
    .getByRole("region", { name: "Attempt 1" })
    .getByRole("button", { name: /Run code/ })
    .click();
  await expect(page.getByText("sum of order.placed")).toBeVisible();
  await expect(page.getByText('"total": 42')).toBeVisible();
  await page.goto(`${home}/events`);
  await rows.filter({ hasText: "without lines" }).click();
  await expect(
    page
      .getByText("The code failed in line 1: TypeError: cannot read property 'reduce' of undefined.")
      .first(),
  ).toBeVisible();
});
