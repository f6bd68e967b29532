import { expectNoFaults } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/test";

test("an alert is made by keyboard, says what is missing, and shows its secret once", async ({
  app,
  workspace,
  ownerPage: page,
}) => {
  await page.goto(`${app.url}/w/${workspace}/problems/alerts`);
  const create = page.getByRole("button", { name: "New alert" });
  await create.focus();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "New alert" });
  const name = sheet.getByRole("textbox", { name: "Name" });
  await expect(name).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(sheet.getByText("Give it a name.")).toBeVisible();
  await expect(name).toBeFocused();
  await expectNoFaults(page, "a form with errors");
  await expect(sheet.getByRole("combobox", { name: "Flow" })).toHaveText("All flows");
  await page.keyboard.type("Orders are stuck");
  await expect(sheet.getByText("Give it a name.")).toBeHidden();

  await sheet.getByRole("combobox", { name: "Tells you by" }).focus();
  await page.keyboard.press("Enter");
  // The list takes the keyboard a frame after it opens.
  await expect(page.locator("[role=listbox]:focus-within")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const address = sheet.getByRole("textbox", { name: "Address" });
  await address.focus();
  await page.keyboard.type("chat.example");
  await page.keyboard.press("Enter");
  await expect(sheet.getByText("Write an address that begins with https://.")).toBeVisible();
  await expect(address).toBeFocused();
  await address.fill("https://chat.example/hook");
  await page.keyboard.press("Enter");

  const shown = page.getByRole("dialog", { name: "Signing secret of Orders are stuck" });
  await expect(shown).toContainText(/whsec_[A-Za-z0-9+/]{43}=/);
  await shown.getByRole("button", { name: "Done" }).click();

  const alert = page.getByRole("region", { name: "Orders are stuck" });
  await expect(alert).toBeFocused();
  await expect(alert).toContainText("Calls https://chat.example/hook.");
  await expect(page.getByText("whsec_")).toBeHidden();
  const edit = alert.getByRole("button", { name: "Edit" });
  await edit.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(edit).toBeFocused();
  await alert.getByRole("button", { name: "Renew secret" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Renew secret" }).click();
  await expect(shown).toContainText(/whsec_/);
});
