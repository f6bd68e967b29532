import { drawing } from "./fixtures/drawing";
import { deployOrderDesk } from "./fixtures/order-desk";
import { expect, test } from "./fixtures/test";

test("any command by its name, copies in this flow and another, and the outline in place of the canvas", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { flow } = await deployOrderDesk(api, workspace);
  const other = await api.flows.create.mutate({ workspace });
  const { card } = drawing(page);
  const search = page.locator("input[role=combobox]:focus");
  const announced = page.getByTestId("announcer");
  const press = (key: string) => page.keyboard.press(key);
  const open = (slug: string) => page.goto(`${app.url}/w/${workspace}/flows/${slug}`);

  await open(flow);
  await expect(card("Order desk")).toBeVisible();

  await test.step("a command by its name", async () => {
    await press("ControlOrMeta+k");
    await expect(search).toBeVisible();
    await page.keyboard.type("small map");
    await press("Enter");
    await expect(page.getByRole("img", { name: "Small map" })).toBeVisible();
    await press("m");
    await expect(page.getByRole("img", { name: "Small map" })).toBeHidden();
  });

  await test.step("an event id or key asks why", async () => {
    await press("ControlOrMeta+k");
    await expect(search).toBeVisible();
    await page.keyboard.type("order-4711");
    await expect(page.getByRole("option", { name: "Why “order-4711”?" })).toBeVisible();
    await press("Enter");
    await expect(page).toHaveURL(/\/why\?q=order-4711$/);
    await page.goBack();
    await expect(card("Order desk")).toBeVisible();
  });

  await test.step("a step by its name", async () => {
    await press("/");
    await page.keyboard.type("label");
    await press("Enter");
    await expect(page.getByTestId("step:label")).toBeFocused();
    await press("Escape");
  });

  await test.step("a consumer copied within its flow listens to the same topic", async () => {
    await card("Confirmation").click({ position: { x: 60, y: 20 } });
    await press("ControlOrMeta+c");
    await expect(announced).toHaveText("Copied 1 card.");
    await press("ControlOrMeta+v");
    await expect(card("Confirmation 2")).toBeVisible();
    await expect(
      page.getByRole("button", { name: "Wire from order.accepted to Confirmation 2" }),
    ).toBeAttached();
    await press("ControlOrMeta+z");
    await expect(card("Confirmation 2")).toBeHidden();
  });

  await test.step("several cards are lined up, and undone as one", async () => {
    await press("ControlOrMeta+a");
    await expect(page.getByTestId("selection-bar")).toContainText("6 cards");
    await page.getByTestId("selection-bar").getByRole("button", { name: "Align upper edges" }).click();
    await expect(announced).toHaveText("Align upper edges");
    await press("ControlOrMeta+z");
    await expect(announced).toHaveText("Undone: Align upper edges");
  });

  await test.step("the outline walks, changes and undoes by keyboard alone", async () => {
    await press("o");
    const line = (name: RegExp) => page.getByTestId("outline").getByRole("treeitem", { name });
    await line(/^Order desk, consumer/).focus();
    await press("ArrowDown");
    await expect(line(/^When order.placed, wire/)).toBeFocused();
    await press("ArrowDown");
    await expect(line(/^Go on only if order is not empty, step/)).toBeFocused();
    await press("Alt+ArrowDown");
    await expect(line(/^Go on only if order is not empty, step/)).toBeFocused();
    await press("ArrowUp");
    await expect(line(/^Set title, step/)).toBeFocused();
    await press("Delete");
    await expect(line(/^Set title, step/)).toBeHidden();
    await press("ControlOrMeta+z");
    await expect(line(/^Set title, step/)).toBeVisible();
    await line(/^Order desk, consumer/).focus();
    await press("+");
    await expect(search).toBeVisible();
    await page.keyboard.type("counter");
    await press("Enter");
    await expect(line(/Counter$/).first()).toBeVisible();
    await press("Escape");
    await press("o");
    await expect(card("Order desk")).toBeVisible();
  });

  await test.step("a copy goes to another flow, with the topic that it names", async () => {
    await card("Confirmation").click({ position: { x: 60, y: 20 } });
    await press("ControlOrMeta+c");
    await expect(announced).toHaveText("Copied 1 card.");
    await expect(page.getByTestId("save-state")).toHaveAttribute("data-save", "saved");
    await open(other.slug);
    await expect(page.getByTestId("start:form")).toBeVisible();
    await press("ControlOrMeta+v");
    await expect(card("Confirmation")).toBeVisible();
    await expect(card("order.accepted")).toBeVisible();
  });
});

test("a long consumer as a list, a second topic for all, a note and a group", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { flow } = await deployOrderDesk(api, workspace);
  const { card, wire } = drawing(page);
  const search = page.locator("input[role=combobox]:focus");
  const press = (key: string) => page.keyboard.press(key);
  await page.goto(`${app.url}/w/${workspace}/flows/${flow}`);
  await expect(card("Order desk")).toBeVisible();

  await test.step("all steps as a list, and back", async () => {
    await card("Order desk").dblclick({ position: { x: 80, y: 20 } });
    const list = page.getByTestId("consumer-view");
    await expect(list.getByRole("group", { name: "Mark as large" })).toBeVisible();
    await press("Escape");
    await expect(list).toBeHidden();
    await expect(card("Confirmation")).toBeVisible();
    await press("Escape");
  });

  await test.step("a second wire asks: for any, or for all", async () => {
    await card("order.placed").focus();
    await press("c");
    await expect(search).toBeVisible();
    await page.keyboard.type("Confirmation");
    await press("Enter");
    await expect(page.getByTestId("pick:all")).toBeVisible();
    await page.keyboard.type("all");
    await press("Enter");
    await expect(card("Confirmation").locator("[data-step-type=wait-for-all]")).toBeVisible();
    await expect(wire("order.placed", "Confirmation")).toBeAttached();
    await press("Escape");
    await press("Escape");
  });

  await test.step("a note is written at once, and a group takes its title", async () => {
    await press("t");
    await page.keyboard.type("# Why");
    await press("Escape");
    await expect(page.getByRole("group", { name: "Note: # Why" })).toBeVisible();
    await press("ControlOrMeta+a");
    await press("g");
    await page.keyboard.type("Orders");
    await press("Enter");
    await expect(page.getByRole("group", { name: "Group Orders" })).toBeVisible();
  });
});
