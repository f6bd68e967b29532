import { drawing } from "./fixtures/drawing";
import { deployOrderDesk } from "./fixtures/order-desk";
import { expect, signIn, test } from "./fixtures/test";

test("a viewer sees everything as it changes, and nothing that would change it; a phone is for looking too", async ({
  app,
  api,
  workspace,
  browser,
  ownerCookies,
}) => {
  const { flow } = await deployOrderDesk(api, workspace);
  const person = { email: "vic@example.com", password: "a horse that is a battery" };
  const member = { name: "Vic", email: person.email, role: "viewer" } as const;
  const { link } = await api.members.invite.mutate({ workspace, ...member });
  if (!link) throw new Error("Vic got no link.");
  const token = new URL(link.link).hash.slice(1);
  await api.join.accept.mutate({ token, password: person.password });
  const address = `${app.url}/w/${workspace}/flows/${flow}`;

  await test.step("a viewer reads forms and cannot change them", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const { inspector } = drawing(page);
    await signIn(page, app.url, person);
    await page.goto(address);
    await expect(page.getByText("Changing and deploying need the Editor role.")).toBeVisible();
    await expect(page.getByTestId("deploy")).toBeHidden();
    await expect(page.getByRole("navigation", { name: "Add" })).toBeHidden();
    await expect(page.getByText("Add step")).toBeHidden();
    await page.getByTestId("step:mail").click();
    const to = inspector.getByRole("textbox", { name: "To", exact: true });
    await expect(to).toHaveText("shop@example.com");
    await expect(to).toHaveAttribute("aria-readonly", "true");
    await expect(inspector.getByRole("button", { name: "Insert a field into To" })).toBeHidden();
    await page.getByTestId("step:onlyorders").click();
    await expect(inspector.getByText("The sample passes.")).toBeVisible();
    await expect(inspector.getByRole("button", { name: "Add row" })).toBeHidden();
    await page.keyboard.press("Delete");
    await expect(page.getByTestId("step:onlyorders")).toBeVisible();

    const draft = await api.flows.get.query({ workspace, flow });
    const consumers = draft.document.consumers.map((one) =>
      one.id === "desk" ? { ...one, name: "Front desk" } : one,
    );
    const document = { ...draft.document, consumers };
    await api.flows.save.mutate({ workspace, flow, version: draft.version, document });
    await expect(drawing(page).card("Front desk")).toBeVisible();
    await context.close();
  });

  await test.step("a finger on a card opens its events", async () => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await context.addCookies([...ownerCookies]);
    const page = await context.newPage();
    await page.goto(address);
    const card = page.locator(".canvas-card").first();
    await expect(card).toBeVisible();
    await card.tap();
    await expect(page.getByRole("button", { name: "Live", exact: true })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await context.close();
  });
});
