import { expect, test } from "./fixtures/test";

const orders = `
millrace: 1
name: Orders
producers:
  - { id: shop, type: web-address, name: Web shop, topic: order.placed, config: {} }
topics:
  - name: order.placed
  - name: order.changed
`;

test("a consumer is added, wired and deployed by what a screen reader says", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { slug } = await api.flows.import.mutate({ workspace, text: orders });
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  // What is read out, without the note that says when the draft was saved.
  const status = page.getByTestId("announcer");
  const tree = page.getByRole("tree", { name: "Outline of the flow" });
  const line = (name: string | RegExp) => tree.getByRole("treeitem", { name });
  const inspector = page.getByRole("complementary", { name: "Inspector" });

  await test.step("the page names its parts, and the cards say what they are", async () => {
    await page.goto(`${app.url}/w/${workspace}/flows/${slug}`);
    await expect(page.getByRole("navigation", { name: "Add" })).toBeVisible();
    await expect(status).toHaveRole("status");
    await expect(page.getByRole("region", { name: "Live, problems and test" })).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toMatchAriaSnapshot(`
      - heading [level=1]:
        - textbox "Name of the flow": Orders
    `);
    const card = page.getByRole("main").getByRole("group", { name: /^Web shop, producer/ });
    await expect(card).toHaveAccessibleName("Web shop, producer, Web address, publishes to order.placed");
  });

  await test.step("as a list, it reads from top to bottom", async () => {
    await press("o");
    await expect(tree).toMatchAriaSnapshot(`
      - tree "Outline of the flow":
        - treeitem "Producers" [level=1]
        - treeitem /^Web shop, producer/ [level=2]
        - treeitem /order.placed/ [level=3]
        - treeitem "Topics" [level=1]
        - treeitem /^order.placed, topic/ [level=2]
        - treeitem /^order.changed, topic/ [level=2]
    `);
  });

  await test.step("a consumer is added by the name of its first step", async () => {
    await page.getByRole("button", { name: "Add consumer" }).focus();
    await press("Enter");
    const find = page.getByRole("combobox", { name: "Find a step" });
    await expect(find).toBeFocused();
    await page.keyboard.type("counter");
    const option = page.getByRole("option", { name: /^Counter/ });
    await expect(option).toHaveAttribute("aria-selected", "true");
    await expect(find).toHaveAttribute("aria-activedescendant", (await option.getAttribute("id")) ?? "");
    await press("Enter");
    await expect(status).toHaveText("Counter added. Fill in its form.");
    await expect(inspector.getByRole("textbox", { name: "What is counted" })).toBeFocused();
    await press("ControlOrMeta+a");
    await page.keyboard.type("Orders");
    await press("Escape");
    await expect(line(/^Count Orders, step/)).toBeFocused();
  });

  await test.step("it says what is missing, and is wired from its topic by name", async () => {
    await press("ArrowLeft");
    await expect(line(/^Counter, consumer/)).toBeFocused();
    await expect(page.getByRole("button", { name: "Fix 1 problem" })).toBeVisible();
    await line(/^order\.placed, topic/).focus();
    await press("c");
    await expect(page.getByRole("combobox", { name: "Wire order.placed to" })).toBeFocused();
    await page.keyboard.type("count");
    await expect(page.getByRole("option", { name: /^Counter/ })).toHaveAttribute("aria-selected", "true");
    await press("Enter");
    await expect(status).toHaveText(/order\.placed to Counter/);
    await expect(line(/^Counter, consumer/)).toHaveAccessibleName(/When order\.placed/);
  });

  await test.step("it is deployed, and that is read out", async () => {
    await page.getByRole("button", { name: "Deploy", exact: true }).focus();
    await press("Enter");
    await expect(status).toHaveText("Revision 1 is live.");
    await expect(page.getByRole("button", { name: "Live · revision 1" })).toBeVisible();
  });
});
