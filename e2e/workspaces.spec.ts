import { expect, test } from "./fixtures/test";

test("an owner makes a workspace and renames it, and the audit tells", async ({
  app,
  workspace,
  ownerPage: page,
}) => {
  await page.goto(`${app.url}/w/${workspace}/flows`);
  await page.getByRole("button", { name: /^Workspace / }).click();
  await page.getByRole("menuitem", { name: "New workspace" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Web shop");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.waitForURL("**/w/web-shop/flows");

  await page.getByRole("button", { name: "Workspace Web shop" }).click();
  await page.getByRole("menuitem", { name: "Rename this workspace" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Coffee shop");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("button", { name: "Workspace Coffee shop" })).toBeVisible();

  await page.getByRole("link", { name: "Audit" }).click();
  await expect(page.getByText("Coffee shop").filter({ visible: true }).first()).toBeVisible();
  await expect(page).toHaveURL(/\/w\/web-shop\/settings\/audit/);
});

test("a key that is shown once stays until Done", async ({ app, workspace, ownerPage: page }) => {
  await page.goto(`${app.url}/w/${workspace}/settings/api-keys`);
  await page.getByRole("button", { name: "Create API key" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Nightly export");
  await page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
  const shown = page.getByRole("dialog", { name: 'API key "Nightly export"' });
  await expect(shown).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(shown.getByRole("alert")).toContainText("nobody can see it again");
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(shown).toBeHidden();
});
