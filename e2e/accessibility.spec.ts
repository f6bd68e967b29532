import { expectAccessible } from "./fixtures/accessibility";
import { deployOrderDesk } from "./fixtures/order-desk";
import { sendOrder } from "./fixtures/send-order";
import { expect, test } from "./fixtures/test";

test("everybody can use every page, in light and in dark", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  // Forty looks by axe, one or two seconds each on a small machine.
  test.setTimeout(150_000);
  const home = `/w/${workspace}`;
  const { flow, address, formAddress } = await deployOrderDesk(api, workspace);
  await sendOrder(address, { order: "kept", total: 20 });
  await expect.poll(async () => (await api.demoInbox.list.query({ workspace })).total).toBe(1);
  await api.demoInbox.switch.mutate({ workspace, isOn: false });
  await sendOrder(address, { order: "dead", total: 20 });
  await expect
    .poll(async () => (await api.events.deadLetterGroups.query({ workspace })).length, { timeout: 20_000 })
    .toBe(1);
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
    [`${home}/dead-letters`, "The demo inbox is turned off."],
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
