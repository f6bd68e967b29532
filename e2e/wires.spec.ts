import { drawing } from "./fixtures/drawing";
import { deployOrderDesk } from "./fixtures/order-desk";
import { expect, test } from "./fixtures/test";

test("the end of a wire is pulled to another card, and away", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { flow } = await deployOrderDesk(api, workspace);
  const { card, wire, pullWire } = drawing(page);
  const undo = page.getByRole("button", { name: "Undo" }).last();

  await page.goto(`${app.url}/w/${workspace}/flows/${flow}`);
  await test.step("a flow opens large enough to read", async () => {
    await expect(page.getByTestId("canvas")).toHaveAttribute("data-zoom", "near");
  });

  await test.step("from one topic to another, and back", async () => {
    // Of wires that end at one place the last one drawn lies on top.
    await pullWire("Order form", "order.placed", card("order.accepted"));
    await expect(wire("Order form", "order.accepted")).toBeVisible();
    await expect(page.getByText("Order form now publishes to order.accepted.")).toBeVisible();
    await undo.click();
    await expect(wire("Order form", "order.placed")).toBeVisible();
  });

  await test.step("from one consumer to another", async () => {
    await pullWire("order.accepted", "Confirmation", card("Order desk"));
    await expect(wire("order.accepted", "Order desk")).toBeVisible();
    await expect(page.getByText("order.accepted now leads to Order desk.")).toBeVisible();
    await undo.click();
    await expect(wire("order.accepted", "Confirmation")).toBeVisible();
  });

  await test.step("to nowhere: the step that published needs a topic", async () => {
    await pullWire("Order desk", "order.accepted", { x: 0, y: 240 });
    await expect(wire("Order desk", "order.accepted")).toBeHidden();
    await expect(card("Order desk").getByText("Needs a topic")).toBeVisible();
  });
});
