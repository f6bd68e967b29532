import { drawing } from "./fixtures/drawing";
import { deployOrderDesk } from "./fixtures/order-desk";
import { sendOrder } from "./fixtures/send-order";
import { expect, test } from "./fixtures/test";

test("a form tells what its values give: how many events would pass, and how a field is written", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { flow, address } = await deployOrderDesk(api, workspace);
  await sendOrder(address, { order: "A-1", total: 250 });
  await sendOrder(address, { total: 20 });
  const { inspector } = drawing(page);
  await page.goto(`${app.url}/w/${workspace}/flows/${flow}`);

  await page.getByTestId("step:onlyorders").click();
  await expect(inspector.getByTestId("passing")).toHaveText("1 of the last 2 events would pass.");

  await page.getByTestId("step:mail").click();
  const subject = inspector.getByRole("textbox", { name: "Subject" });
  await subject.locator("[data-expression]").click();
  await page.getByRole("textbox", { name: "If empty use" }).fill("a new order");
  await page.getByRole("combobox", { name: "Format" }).click();
  await page.getByRole("option", { name: "UPPER CASE" }).click();
  await page.keyboard.press("Escape");
  await inspector.getByRole("button", { name: "Show Subject as text" }).click();
  await expect(subject).toHaveValue('{{ orElse(upper(string(data.title)), "a new order") }}');
});
