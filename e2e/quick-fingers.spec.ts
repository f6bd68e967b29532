import { drawing } from "./fixtures/drawing";
import { deployOrderDesk } from "./fixtures/order-desk";
import { expect, test } from "./fixtures/test";

test("no key is lost between what was asked for and where it is shown", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { flow } = await deployOrderDesk(api, workspace);
  const { card, wire, pullWire, inspector } = drawing(page);
  const keys = (...names: readonly string[]) =>
    page.evaluate((all) => {
      // All in one task each, as fast as the browser can take them: nothing waits for a frame.
      for (const key of all) {
        const target = document.activeElement ?? document.body;
        const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
        if (target.dispatchEvent(event) && key.length === 1 && target instanceof HTMLInputElement) {
          document.execCommand("insertText", false, key);
        }
      }
    }, names);
  await page.goto(`${app.url}/w/${workspace}/flows/${flow}`);
  await expect(card("Order desk")).toBeVisible();

  await test.step("undo works while a toast is there", async () => {
    await pullWire("Order form", "order.placed", card("order.accepted"));
    await expect(page.getByText("Order form now publishes to order.accepted.")).toBeVisible();
    await page.keyboard.press("ControlOrMeta+z");
    await expect(wire("Order form", "order.placed")).toBeVisible();
  });

  await test.step("letters come before the list that they are for", async () => {
    await card("order.placed").click({ position: { x: 60, y: 12 } });
    await keys("n", "s", "c", "h", "e");
    await expect(page.getByTestId("pick-search")).toHaveValue("sche");
    await page.keyboard.press("Escape");
    await expect(page.getByTestId("pick-search")).toBeHidden();
  });

  await test.step("the form of a step keeps the keyboard when a box is shown as text, and back", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("e-mail");
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("step:mail")).toBeFocused();
    const box = inspector.getByRole("textbox", { name: "To", exact: true });
    await inspector.getByRole("button", { name: "Show To as text" }).click();
    await expect(inspector.locator("textarea:focus")).toHaveValue("shop@example.com");
    await inspector.getByRole("button", { name: "Show field chips" }).click();
    await expect(box).toBeFocused();
  });
});
