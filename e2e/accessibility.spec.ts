import { expectAccessible, expectNoFaults } from "./fixtures/accessibility";
import { drawing } from "./fixtures/drawing";
import { editorParts } from "./fixtures/editor-parts";
import { deployOrderDesk } from "./fixtures/order-desk";
import { sendOrder } from "./fixtures/send-order";
import { expect, test } from "./fixtures/test";

test("everybody can use every page, in light and in dark", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const home = `/w/${workspace}`;
  const { flow, address, formAddress } = await deployOrderDesk(api, workspace);
  await sendOrder(address, { order: "kept", total: 20 });
  await expect.poll(async () => (await api.demoInbox.list.query({ workspace })).total).toBe(1);
  await api.demoInbox.switch.mutate({ workspace, isOn: false });
  await sendOrder(address, { order: "dead", total: 20 });
  await expect.poll(async () => (await api.events.deadLetterGroups.query({ workspace })).length).toBe(1);
  const [target] = await api.replays.targets.query({ workspace, topics: ["order.placed"] });
  const replay = await api.replays.plan.mutate({
    workspace,
    name: "order.placed 1",
    selection: { parts: [{ topic: "order.placed", offsets: [1] }] },
    options: {
      subscriptionIds: target === undefined ? [] : [target.subscriptionId],
      withOutsideEffects: false,
    },
  });

  const text = '{ "type": "object", "properties": { "total": { "type": "number", "minimum": 0 } } }';
  await api.schemas.register.mutate({ workspace, subject: "order.placed", text });

  // What says that the page has its data.
  const pages: readonly (readonly [path: string, sign: string])[] = [
    ["/start", "Build a first flow"],
    [`${home}/flows`, "Order desk"],
    [`${home}/flows/${flow}`, "Order desk"],
    [`${home}/map`, "Confirmation"],
    [`${home}/templates`, "Order fan-out"],
    [`${home}/topics`, "order.accepted"],
    [`${home}/schemas`, "order.placed"],
    [`${home}/schemas/order.placed`, "Version 1 is saved"],
    [`${home}/schemas/order.placed?tab=versions`, "The first version."],
    [`${home}/schemas/order.placed?tab=topics`, "Events are not checked."],
    [`${home}/quarantine`, "Nothing is in quarantine."],
    [`${home}/events`, "Order desk"],
    [`${home}/events/order.placed/1`, "Delivered to 1 of 1 consumer"],
    [`${home}/problems`, "The demo inbox is turned off."],
    [`${home}/replays`, "order.placed 1"],
    [`${home}/replays/${replay.id}`, "Planned"],
    [`${home}/demo-inbox`, "Ship it."],
    [`${home}/settings/members`, "owner@example.com"],
    [`${home}/settings/api-keys`, "API keys"],
    [`${home}/settings/credentials`, "Credentials"],
    [`${home}/settings/audit`, "Audit"],
    [`${home}/settings/workspace`, "links keep working"],
    [`${home}/settings/account`, "owner@example.com"],
    [`${home}/nowhere`, "There is nothing at this address"],
    [new URL(formAddress).pathname, "Order coffee"],
  ];
  for (const [path, sign] of pages) {
    await test.step(path, async () => {
      await page.goto(`${app.url}${path}`);
      await expect(page.getByText(sign).filter({ visible: true }).first()).toBeVisible();
      await expectAccessible(page);
    });
  }
  await page.context().clearCookies();
  await test.step("/sign-in", async () => {
    await page.goto(`${app.url}/sign-in`);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await expectAccessible(page);
  });
});

test("everybody can use what opens in the editor, in light and in dark", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { flow } = await deployOrderDesk(api, workspace);
  const { card, inspector } = drawing(page);
  const { deploy, results, sheet, state, revision } = editorParts(page);
  const dialog = "[role=dialog]:not([data-toast])";
  const drawer = "section[aria-label='Live, problems and test']";
  const press = (key: string) => page.keyboard.press(key);
  await page.goto(`${app.url}/w/${workspace}/flows/${flow}`);
  await expect(card("Order desk")).toBeVisible();

  await test.step("what can be added, and the list of commands", async () => {
    await page.getByRole("button", { name: "Widen what can be added" }).click();
    await expectNoFaults(page, "Palette", "nav[aria-label=Add]");
    await press("ControlOrMeta+k");
    await expect(page.getByPlaceholder("Do what?")).toBeFocused();
    await expectNoFaults(page, "Commands", dialog);
    await press("Escape");
  });

  await test.step("a tried draft, and an event to send", async () => {
    await page.getByTestId("run-draft").click();
    await expect(results.getByRole("region", { name: "Confirmation" })).toBeVisible();
    await expectNoFaults(page, "Results of a run", drawer);
    await expectNoFaults(page, "Results on the cards", "main");
    await page.getByRole("button", { name: "Send event…" }).click();
    await expect(sheet("Send a test event")).toBeVisible();
    await expectNoFaults(page, "Send event", dialog);
    await press("Escape");
    await page.getByRole("button", { name: "Close the drawer" }).click();
  });

  await test.step("a consumer as a list, with its form", async () => {
    await card("Order desk").dblclick({ position: { x: 100, y: 20 } });
    await expect(page.getByTestId("consumer-view")).toBeVisible();
    await expectNoFaults(page, "All steps", "main");
    await inspector.getByRole("textbox", { name: "Name" }).fill("Desk");
    await expectNoFaults(page, "Form of a consumer", "[data-testid=inspector]");
    await page.getByRole("button", { name: "Back to the canvas" }).click();
  });

  await test.step("the outline, and a problem", async () => {
    await press("o");
    await page.getByRole("treeitem", { name: "Send e-mail, step" }).click();
    await inspector.getByRole("textbox", { name: "To", exact: true }).fill("");
    await page.getByRole("button", { name: /^Problems/ }).click();
    await expect(page.getByTestId("drawer").getByRole("listitem")).toHaveCount(1);
    await expectNoFaults(page, "Outline and problems", "main");
    await press("ControlOrMeta+z");
    await expect(page.getByTestId("drawer")).toContainText("Nothing is wrong");
    await page.getByRole("button", { name: "Show the canvas" }).click();
  });

  await test.step("differences, and the history", async () => {
    await deploy.click();
    await expect(sheet("Deploy 1 change")).toBeVisible();
    await expectNoFaults(page, "Differences", dialog);
    await page.getByTestId("deploy-confirm").click();
    await expect(state).toHaveText("Live · revision 2");
    await state.click();
    await expect(revision(1)).toBeVisible();
    await expectNoFaults(page, "History", dialog);
  });
});
