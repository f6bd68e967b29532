import type { Page } from "@playwright/test";
import { largeFlow } from "../../bench/stage/large-flow";
import type { ApiClient } from "../fixtures/api-client";
import { drawing } from "../fixtures/drawing";
import { editorParts } from "../fixtures/editor-parts";
import { deployOrderDesk } from "../fixtures/order-desk";
import { sendOrder } from "../fixtures/send-order";
import { expect, test } from "../fixtures/test";
import { picture } from "./picture";

const phone = { width: 390, height: 844 };

/** The template that everybody meets first, deployed, and the address of its web shop. */
async function orderFanOut(api: ApiClient, workspace: string) {
  const { slug: flow } = await api.templates.use.mutate({ workspace, template: "order-fan-out" });
  await api.flows.deploy.mutate({ workspace, flow });
  const { producers } = await api.flows.get.query({ workspace, flow });
  return { flow, address: producers[0]?.address ?? "" };
}

const order = (number: number, total: number) => ({
  order: `A-${1000 + number}`,
  customer: ["Ana", "Ben", "Chloé", "Dilan"][number % 4],
  email: "ana@example.com",
  item: ["Coffee cup", "Espresso machine", "Beans"][number % 3],
  quantity: 1 + (number % 3),
  total,
});

const drawn = (page: Page, name: string) => expect(drawing(page).card(name)).toBeVisible();

test("first steps", async ({ app, workspace, ownerPage: page }) => {
  const home = `${app.url}/w/${workspace}`;
  await page.goto(`${app.url}/start`);
  await expect(page.getByText("Build a first flow")).toBeVisible();
  await picture(page, "start");
  await page.goto(`${home}/flows`);
  await expect(page.getByText("No flows yet.")).toBeVisible();
  await picture(page, "flows-empty");
  await page.getByRole("button", { name: "New flow" }).click();
  await expect(page.getByTestId("start:form")).toBeVisible();
  await picture(page, "editor-empty");
  await page.getByTestId("start:form").click();
  await expect(page.getByTestId("topic-name")).toBeFocused();
  await picture(page, "editor-what-happened");
  await page.keyboard.press("Enter");
  await page.getByTestId("who-reacts").click();
  await expect(page.getByTestId("pick-search")).toBeFocused();
  await picture(page, "step-picker");
  await drawing(page).pickStep("send-email", "Send e-mail");
  await picture(page, "editor-first-flow");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByPlaceholder("Do what?")).toBeFocused();
  await picture(page, "commands");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Keys", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await picture(page, "keys");
});

test("problems, a tried draft, differences and history", async ({ app, api, workspace, ownerPage: page }) => {
  const { flow, address } = await orderFanOut(api, workspace);
  const { card, inspector, wire } = drawing(page);
  const { drawer, deploy, state, results, sheet, revision } = editorParts(page);
  await page.goto(`${app.url}/w/${workspace}/flows/${flow}`);
  await drawn(page, "Fraud");
  await page.getByTestId("run-draft").click();
  await expect(results.getByRole("region", { name: "Fraud" })).toBeVisible();
  await picture(page, "test-drawer");
  await drawer.page().getByRole("button", { name: "Send event…" }).click();
  await expect(sheet("Send a test event")).toBeVisible();
  await picture(page, "send-event");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Close the drawer" }).click();
  await card("Fraud")
    .getByRole("button", { name: /^If total > 500/ })
    .click();
  await inspector.getByRole("textbox", { name: "Value" }).fill("300");
  await card("E-mail").getByRole("group", { name: "Confirm the order" }).click();
  await inspector.getByRole("textbox", { name: "Name" }).fill("Thank for the order");
  await deploy.click();
  await expect(sheet(/^Deploy/)).toBeVisible();
  await picture(page, "diff", { as: "difference" });
  await sheet(/^Deploy/)
    .getByRole("button", { name: "Cancel" })
    .click();
  await wire("order.placed", "Shipping").focus();
  await page.keyboard.press("Delete");
  await card("E-mail").click();
  await page.getByRole("button", { name: /^Problems/ }).click();
  await expect(drawer.getByRole("listitem")).toHaveCount(1);
  await picture(page, "problems");
  await page.keyboard.press("ControlOrMeta+z");
  await deploy.click();
  await page.getByTestId("deploy-confirm").click();
  await expect(state).toHaveText("Live · revision 2");
  await state.click();
  await expect(revision(1)).toBeVisible();
  await picture(page, "history");
  await revision(1).getByRole("button", { name: "Compare" }).click();
  await expect(sheet("Compare")).toContainText("Fraud");
  await picture(page, "compare");
  await page.keyboard.press("Escape");
  await page.keyboard.press("o");
  await expect(page.getByRole("tree")).toBeVisible();
  await picture(page, "outline");
  expect(address).not.toBe("");
});

test("it runs, and a part of it fails", async ({ app, api, workspace, ownerPage: page }) => {
  const { flow, address } = await orderFanOut(api, workspace);
  const home = `${app.url}/w/${workspace}`;
  const { card } = drawing(page);
  await page.goto(`${home}/flows/${flow}`);
  await drawn(page, "Fraud");
  for (let number = 1; number <= 12; number += 1) {
    await sendOrder(address, order(number, number * 71));
  }
  await page.getByRole("button", { name: "Live", exact: true }).click();
  await expect(card("E-mail").getByRole("button", { name: "12 succeeded in the last hour" })).toBeVisible();
  await picture(page, "running");
  await page.getByRole("button", { name: "Close the drawer" }).click();
  await page.getByRole("button", { name: "Show all", exact: true }).click();
  await sendOrder(address, order(13, 80));
  await expect(card("E-mail").getByRole("button", { name: "13 succeeded in the last hour" })).toBeVisible();
  await picture(page, "running-active", { as: "editor" });
  await api.demoInbox.switch.mutate({ workspace, isOn: false });
  for (const number of [14, 15, 16]) {
    await sendOrder(address, order(number, 900));
  }
  await expect(card("E-mail").getByText("3 retrying")).toBeVisible();
  await card("E-mail").click();
  await picture(page, "failed");
  await card("order.placed").click();
  await picture(page, "topic");
  const { consumers } = (await api.flows.get.query({ workspace, flow })).document;
  await api.flows.pauseConsumer.mutate({ workspace, flow, consumerId: consumers[1]?.id ?? "" });
  await expect(card("Shipping").getByText("Paused")).toBeVisible();
  await api.topics.pause.mutate({ workspace, topic: "order.placed" });
  await picture(page, "paused-topic");
  await page.goto(`${home}/events`);
  await expect(page.getByText("A-1016")).toBeVisible();
  await picture(page, "events");
  await page.goto(`${home}/events/order.placed/13`);
  await expect(page.getByTestId("outcome")).toContainText("Delivered");
  await picture(page, "event", { as: "event" });
  await page.goto(`${home}/events/order.placed/15`);
  await expect(page.getByTestId("outcome")).toBeVisible();
  await picture(page, "event-waits");
  await page.goto(`${home}/topics`);
  await expect(page.getByText("order.placed")).toBeVisible();
  await picture(page, "topics");
});

test("lists and settings", async ({ app, api, workspace, ownerPage: page }) => {
  const home = `${app.url}/w/${workspace}`;
  const desk = await deployOrderDesk(api, workspace);
  const fanOut = await orderFanOut(api, workspace);
  const { slug: first } = await api.templates.use.mutate({ workspace, template: "first-event" });
  await sendOrder(desk.address, { order: "A-1", total: 120 });
  await expect.poll(async () => (await api.demoInbox.list.query({ workspace })).total).toBe(1);
  await api.demoInbox.switch.mutate({ workspace, isOn: false });
  for (const order of ["A-2", "A-3"]) await sendOrder(desk.address, { order, total: 20 });
  await expect
    .poll(async () => (await api.events.deadLetterGroups.query({ workspace })).length, { timeout: 20_000 })
    .toBeGreaterThan(0);
  await api.flows.pause.mutate({ workspace, flow: fanOut.flow });
  const [target] = await api.replays.targets.query({ workspace, topics: ["order.placed"] });
  const replay = await api.replays.plan.mutate({
    workspace,
    name: "order.placed 1 to 3",
    selection: { parts: [{ topic: "order.placed", offsets: [1, 2, 3] }] },
    options: {
      subscriptionIds: target === undefined ? [] : [target.subscriptionId],
      withOutsideEffects: false,
    },
  });
  const pages: readonly (readonly [name: string, path: string, sign: string])[] = [
    ["flows", "/flows", "Order desk"],
    ["templates", "/templates", "Order fan-out"],
    ["map", "/map", "Confirmation"],
    ["problems-page", "/problems", "The demo inbox is turned off."],
    ["replays", "/replays", "order.placed 1 to 3"],
    ["replay", `/replays/${replay.id}`, "Planned"],
    ["demo-inbox", "/demo-inbox", "The demo inbox is off"],
    ["editor-paused", `/flows/${fanOut.flow}`, "Fraud"],
    ["editor-dead", `/flows/${desk.flow}`, "Confirmation"],
    ["members", "/settings/members", "owner@example.com"],
    ["api-keys", "/settings/api-keys", "API keys"],
    ["credentials", "/settings/credentials", "Credentials"],
    ["audit", "/settings/audit", "Audit"],
    ["workspace", "/settings/workspace", "links keep working"],
    ["account", "/settings/account", "owner@example.com"],
  ];
  for (const [name, path, sign] of pages) {
    await page.goto(`${home}${path}`);
    await expect(page.getByText(sign).filter({ visible: true }).first()).toBeVisible();
    await picture(page, name, name === "map" ? { as: "map" } : {});
  }
  await page.setViewportSize(phone);
  const phonePages = pages.filter(
    ([name]) => !["credentials", "audit", "workspace", "account"].includes(name),
  );
  for (const [name, path, sign] of [
    ...phonePages,
    ["events", "/events", "order.placed"] as const,
    ["event", "/events/order.placed/1", "order.placed"] as const,
    ["editor", `/flows/${first}`, "Analytics"] as const,
  ]) {
    await page.goto(`${home}${path}`);
    await expect(page.getByText(sign).filter({ visible: true }).first()).toBeVisible();
    await picture(page, `phone-${name}`);
  }
});

test("many cards, and a long consumer", async ({ app, api, workspace, ownerPage: page }) => {
  const home = `${app.url}/w/${workspace}`;
  const { slug: large } = await api.flows.create.mutate({ workspace, document: largeFlow() });
  await page.goto(`${home}/flows/${large}`);
  await drawn(page, "Web shop 0");
  await picture(page, "500-cards-near");
  await page.getByRole("button", { name: "Show all", exact: true }).click();
  await page.getByRole("button", { name: "Show the small map" }).click();
  await picture(page, "500-cards");
  const steps = Array.from({ length: 14 }, (_, index) => ({
    id: `step${index}`,
    type: index === 3 ? "delay" : "counter",
    config: index === 3 ? { amount: 2, unit: "hours" } : { name: `Part ${index + 1}`, amount: 1 },
  }));
  const { slug: long } = await api.flows.create.mutate({
    workspace,
    document: {
      millrace: 1,
      name: "A long recipe",
      producers: [{ id: "shop", type: "web-address", name: "Web shop", topic: "order.placed", config: {} }],
      topics: [{ name: "order.placed" }],
      consumers: [{ id: "desk", name: "Order desk", when: ["order.placed"], steps }],
    },
  });
  await page.goto(`${home}/flows/${long}`);
  await drawn(page, "Order desk");
  await picture(page, "long-card");
  await drawing(page)
    .card("Order desk")
    .dblclick({ position: { x: 100, y: 20 } });
  await expect(page.getByTestId("consumer-view")).toBeVisible();
  await picture(page, "consumer-view");
});

test("what was kept, what waits, and what comes late", async ({ app, api, workspace, ownerPage: page }) => {
  const { slug: flow } = await api.flows.create.mutate({
    workspace,
    document: {
      millrace: 1,
      name: "Reminders",
      producers: [
        {
          id: "shop",
          type: "web-address",
          name: "Web shop",
          topic: "order.placed",
          config: {},
          position: { x: 0, y: 96 },
        },
      ],
      topics: [
        { name: "order.placed", position: { x: 280, y: 100 } },
        { name: "order.late", position: { x: 924, y: 240 } },
      ],
      consumers: [
        {
          id: "reminder",
          name: "Reminder",
          when: ["order.placed"],
          position: { x: 576, y: 0 },
          steps: [
            { id: "wait", type: "delay", config: { amount: 2, unit: "hours" } },
            {
              id: "mail",
              type: "send-email",
              config: { to: "{{ data.email }}", subject: "How was it?", text: "" },
            },
          ],
        },
        {
          id: "rush",
          name: "Rush",
          when: ["order.placed"],
          position: { x: 576, y: 232 },
          steps: [
            {
              id: "count",
              type: "aggregate",
              config: { figure: "count", onLate: "publish", lateTopic: "order.late" },
            },
          ],
        },
      ],
    },
  });
  const address = (await api.flows.get.query({ workspace, flow })).producers[0]?.address ?? "";
  for (const number of [1, 2, 3]) await sendOrder(address, order(number, 40));
  const { card } = drawing(page);
  await page.goto(`${app.url}/w/${workspace}/flows/${flow}`);
  await drawn(page, "Reminder");
  await page.getByTestId("deploy").click();
  await page.getByRole("checkbox", { name: "Deliver the 3 kept events" }).click();
  await picture(page, "deploy-first-kept");
  await page.getByTestId("deploy-confirm").click();
  await expect(card("Reminder").getByText(/3 waiting/)).toBeVisible();
  await picture(page, "waiting");
  await page.setViewportSize(phone);
  await picture(page, "phone-waiting");
});
