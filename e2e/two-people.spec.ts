import { drawing } from "./fixtures/drawing";
import { deployOrderDesk } from "./fixtures/order-desk";
import { expect, signIn, test } from "./fixtures/test";

test("two people change one flow: each sees the other, nothing is lost, and what both wrote is asked about", async ({
  app,
  api,
  workspace,
  browser,
  ownerPage: ana,
}) => {
  const { flow } = await deployOrderDesk(api, workspace);
  const person = { email: "mia@example.com", password: "a horse that is a battery" };
  const { link } = await api.members.invite.mutate({
    workspace,
    name: "Mia",
    email: person.email,
    role: "editor",
  });
  if (!link) throw new Error("Mia got no link.");
  const token = new URL(link.link).hash.slice(1);
  await api.join.accept.mutate({ token, password: person.password });
  const miasContext = await browser.newContext();
  const mia = await miasContext.newPage();
  await signIn(mia, app.url, person);

  const address = `${app.url}/w/${workspace}/flows/${flow}`;
  await ana.goto(address);
  await mia.goto(address);
  const others = ana.getByTestId("visitors");
  const rename = async (page: typeof ana, step: string, name: string) => {
    await page.getByTestId(`step:${step}`).click();
    await drawing(page).inspector.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  };
  const saved = (page: typeof ana) => page.locator('[data-testid="save-state"][data-save="saved"]');
  const row = (page: typeof ana, step: string) => page.getByTestId(`step:${step}`);

  await test.step("each sees that the other is there, and where", async () => {
    await expect(others.getByRole("button", { name: "Mia", exact: true })).toBeVisible();
    await mia.getByTestId("step:count").click();
    await expect(others.getByRole("button", { name: "Mia, at Counter" })).toBeVisible();
  });

  await test.step("different changes come together, and undo takes back one's own", async () => {
    await rename(ana, "label", "Print a label");
    await rename(mia, "mail", "Tell the shop");
    for (const page of [ana, mia]) {
      await expect(row(page, "label")).toContainText("Print a label");
      await expect(row(page, "mail")).toContainText("Tell the shop");
      await expect(saved(page)).toBeAttached();
    }
    await expect(drawing(ana).inspector.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(
      "Print a label",
    );
    await ana.getByTestId("canvas").press("ControlOrMeta+z");
    await expect(row(ana, "label")).toContainText("Ask for a label");
    await expect(row(ana, "mail")).toContainText("Tell the shop");
    await expect(row(mia, "label")).toContainText("Ask for a label");
  });

  await test.step("what both wrote is asked about, and the rest is joined", async () => {
    await ana.context().setOffline(true);
    await rename(ana, "mail", "Write to the shop");
    await rename(ana, "count", "Count orders");
    await expect(ana.getByTestId("save-state")).toHaveAttribute("data-save", "offline");
    await rename(mia, "mail", "Mail the shop");
    await expect(saved(mia)).toBeAttached();
    await rename(mia, "words", "Title");
    await expect(saved(mia)).toBeAttached();
    await ana.context().setOffline(false);
    const question = ana.getByRole("listitem").filter({ hasText: "Mia changed the name of" });
    await expect(question).toContainText("to “Mail the shop”; you wrote “Write to the shop”.");
    await expect(row(ana, "words")).toContainText("Title");
    await expect(row(ana, "mail")).toContainText("Write to the shop");
    await expect(row(mia, "count")).toContainText("Count Accepted orders");
    await question.getByRole("button", { name: "Take Mia’s" }).click();
    await expect(row(ana, "mail")).toContainText("Mail the shop");
    await expect(row(mia, "count")).toContainText("Count orders");
  });

  await test.step("deploying says whose changes are in it", async () => {
    await expect(saved(ana)).toBeAttached();
    await ana.getByTestId("deploy").click();
    await expect(ana.getByRole("dialog")).toContainText("Includes 2 changes by Mia.");
    await ana.getByTestId("deploy-confirm").click();
    await expect(mia.getByTestId("flow-state")).toContainText("revision 2");
  });

  await test.step("who closes the page is gone", async () => {
    await miasContext.close();
    await expect(others).toBeHidden();
  });
});
