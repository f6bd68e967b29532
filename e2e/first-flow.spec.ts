import { expect, test } from "./fixtures/test";

test("the first flow, from the empty canvas to the first event", async ({
  ownerPage: page,
  api,
  app,
  workspace,
}) => {
  const { slug } = await api.flows.create.mutate({ workspace, name: "My first flow" });
  await api.flows.setChecklist.mutate({ workspace, flow: slug, done: [], isHidden: false });
  await page.goto(`${app.url}/w/${workspace}/flows/${slug}`);

  await expect(page.getByRole("heading", { name: "What makes the events?" })).toBeVisible();
  await page.getByTestId("start:form").click();
  await expect(page.getByTestId("topic-name")).toHaveValue("user.signed-up");
  await page.getByTestId("topic-name").press("Enter");
  await page.getByTestId("who-reacts").click();
  await page.getByTestId("pick:send-email").first().click();
  await expect(page.getByText("On the sample: Welcome, Ana")).toBeVisible();
  await expect(page.getByTestId("checklist")).toContainText("3/5");

  await page.getByTestId("deploy").click();
  await expect(page.getByTestId("flow-state")).toHaveText("Live · revision 1");
  await page.getByRole("button", { name: "Send the first event" }).click();
  const form = page.getByTestId("form-panel");
  await form.getByLabel("Name").fill("Ana");
  await form.getByLabel("E-mail").fill("ana@example.com");
  await form.getByRole("button", { name: "Send" }).click();

  const row = page.getByTestId("live-row").first();
  await expect(row).toContainText("user.signed-up");
  await expect(row).toContainText("Send e-mail");
  await expect(page.getByTestId("checklist")).toContainText("That was an event.");
});

test("a flow drawn and deployed by keyboard only", async ({ ownerPage: page, api, app, workspace }) => {
  const { slug } = await api.flows.create.mutate({ workspace, name: "By keyboard" });
  await page.goto(`${app.url}/w/${workspace}/flows/${slug}`);
  await expect(page.getByTestId("start:form")).toBeFocused();
  await page.getByTestId("start:web-address").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("topic-name").fill("Order placed");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("topic:order.placed")).toBeVisible();

  await page.getByTestId("who-reacts").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("counter");
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-step-type=counter]")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "What is counted" })).toHaveValue("Events");

  await page.getByTestId("topic:order.placed").focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("[data-testid^='consumer:']")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("[data-step-type=counter]")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+d");
  await expect(page.locator("[data-step-type=counter]")).toHaveCount(2);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.locator("[data-step-type=counter]")).toHaveCount(1);

  await page.getByTestId("deploy").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("flow-state")).toHaveText("Live · revision 1");
});
