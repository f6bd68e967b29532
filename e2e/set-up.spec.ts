import { expectAccessible } from "./fixtures/accessibility";
import { expect, owner, signIn, test } from "./fixtures/test";

test("the printed link makes the owner once, and a restart keeps everything", async ({ freshApp, page }) => {
  const link = freshApp.setupUrl ?? "";
  const person = { email: "ana@example.com", password: "a long enough password" };

  await test.step("create the owner", async () => {
    await page.goto(link);
    await expect(page.getByLabel("Name")).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Name").fill("Ana");
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Create owner" }).click();
    await page.waitForURL("**/start");
  });

  await test.step("the link does not work again", async () => {
    await page.context().clearCookies();
    await page.goto(link);
    await page.reload();
    await expect(page.getByText("This installation has its owner")).toBeVisible();
  });

  await test.step("restart and sign in", async () => {
    await freshApp.restart();
    expect(freshApp.setupUrl).toBeUndefined();
    await signIn(page, freshApp.url, person);
    await expect(page).toHaveURL(/\/(start|w\/[^/]+\/flows)/);
  });
});

test("a password that is sent before the page can react stands in no address", async ({ app, browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${app.url}/sign-in`);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  const answered = page.waitForResponse((response) => response.request().isNavigationRequest());
  await page.getByRole("button", { name: "Sign in" }).click();
  const answer = await answered;
  expect(answer.url()).not.toContain("password");
  expect([answer.request().method(), answer.status()]).toEqual(["POST", 200]);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await context.close();
});
