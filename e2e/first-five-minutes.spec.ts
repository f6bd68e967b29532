import { countEffort } from "./fixtures/count-effort";
import { expect, test } from "./fixtures/test";

test("the first five minutes need at most eleven clicks", async ({ freshApp, page }) => {
  // Enter and the space bar click too, without a pointer.
  const effort = await countEffort(page);

  await test.step("set up", async () => {
    await page.goto(freshApp.setupUrl ?? "");
    await page.getByLabel("Name").fill("Ana");
    await page.getByLabel("E-mail").fill("ana@example.com");
    await page.getByLabel("Password", { exact: true }).fill("a long enough password");
    await page.getByRole("button", { name: "Create owner" }).click();
    await page.waitForURL("**/start");
  });

  await test.step("draw a form, what happened, and who reacts", async () => {
    await page.getByRole("button", { name: /Build a first flow/ }).click();
    await page.getByTestId("start:form").click();
    const question = page.getByLabel("What happened?");
    await expect(question).toHaveValue("user.signed-up");
    await question.press("Enter");
    await page.getByTestId("who-reacts").click();
    await page
      .getByRole("option", { name: /Send e-mail/ })
      .first()
      .click();
    await expect(page.getByTestId("checklist")).toContainText("3/5");
  });

  await test.step("deploy without a question", async () => {
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await expect(page.getByText("Live · revision 1")).toBeVisible();
  });

  await test.step("send the form beside the canvas, and see it run", async () => {
    await page.getByTestId("checklist").getByRole("button", { name: "Do it for me" }).click();
    const form = page.getByTestId("form-panel");
    await form.getByLabel("Name").fill("Ben");
    await form.getByLabel("E-mail").fill("ben@example.com");
    await form.getByRole("button", { name: "Send" }).click();
    await expect(page.getByText("That was an event.")).toBeVisible();
  });

  await test.step("see what happened", async () => {
    await page.getByRole("link", { name: "See what happened" }).click();
    await expect(page.getByTestId("outcome")).toContainText("Delivered to 1 of 1 consumer");
  });
  await test.step("go back to the flow as it is now", async () => {
    await page.getByRole("link", { name: "Back to the flow" }).click();
    await expect(page.getByText("Live · revision 1")).toBeVisible();
    await page.goBack();
    await page.goBack();
    await expect(page.getByText("Live · revision 1")).toBeVisible();
  });
  expect(effort().clicks).toBeLessThanOrEqual(11);
});
