import { largeFlow } from "@/bench/stage/large-flow";
import { expect, test } from "./fixtures/test";

test("of a large drawing only what is in the window is drawn, and the keyboard gets everywhere", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { slug } = await api.flows.create.mutate({ workspace, document: largeFlow() });
  await page.goto(`${app.url}/w/${workspace}/flows/${slug}`);
  const canvas = page.getByTestId("canvas");
  const cards = canvas.locator(".canvas-card");
  const card = (key: string) => page.getByTestId(key);
  await expect(card("producer:shop0")).toBeVisible();
  await expect.poll(() => cards.count()).toBeLessThan(60);

  await test.step("search jumps to a card that was not drawn", async () => {
    await page.keyboard.press("/");
    await page.getByRole("combobox").fill("Shipping 99");
    await page.keyboard.press("Enter");
    await expect(card("consumer:ship99")).toBeFocused();
    await expect(card("producer:shop0")).toHaveCount(0);
  });

  await test.step("arrows walk on, to what is drawn only then", async () => {
    await page.keyboard.press("ArrowDown");
    await expect(card("step:size99")).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expect(card("consumer:ship99")).toBeFocused();
    for (const next of [
      "topic:order.accepted.99",
      "consumer:desk99",
      "topic:order.placed.99",
      "producer:shop99",
    ]) {
      await page.keyboard.press("ArrowLeft");
      await expect(card(next)).toBeFocused();
    }
    await page.keyboard.press("ArrowUp");
    await expect(card("producer:shop98")).toBeFocused();
  });

  await test.step("a card that leaves the window leaves the keyboard to the drawing", async () => {
    const ground = await canvas.boundingBox();
    if (!ground) throw new Error("There is no canvas.");
    const y = ground.y + ground.height - 10;
    for (let times = 0; times < 3; times += 1) {
      await page.mouse.move(ground.x + 60, y);
      await page.mouse.down();
      await page.mouse.move(ground.x + 60, ground.y + 20, { steps: 4 });
      await page.mouse.up();
    }
    await expect(card("producer:shop98")).toHaveCount(0);
    await page.keyboard.press("Tab");
    await canvas.focus();
    await page.keyboard.press("ArrowRight");
    await expect(card("topic:order.placed.98")).toBeFocused();
  });

  await test.step("from afar there are many, with icon and title alone", async () => {
    await page.keyboard.press("1");
    await expect(canvas).toHaveAttribute("data-zoom", "far");
    await expect.poll(() => cards.count()).toBeGreaterThan(300);
    await expect(page.getByTestId("step:size0")).toHaveCount(0);
    await page.keyboard.press("0");
    await expect(canvas).toHaveAttribute("data-zoom", "near");
  });

  await test.step("so is the outline, for a screen reader as a whole", async () => {
    await canvas.focus();
    await page.keyboard.press("o");
    const outline = page.getByRole("tree", { name: "Outline of the flow" });
    const lines = outline.getByRole("treeitem");
    await expect(lines.first()).toBeVisible();
    await expect.poll(() => lines.count()).toBeLessThan(100);
    await outline.locator("[tabindex='0']").focus();
    await page.keyboard.press("End");
    await expect(page.locator(":focus")).toHaveAttribute("data-key", "kind:words");
    await page.keyboard.press("Home");
    await expect(outline.getByRole("treeitem", { name: "Producers" })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    const first = outline.getByRole("treeitem", { name: /^Web shop 0, producer/ });
    await expect(first).toBeFocused();
    await expect(first).toHaveAttribute("aria-setsize", "100");
    await expect(first).toHaveAttribute("aria-posinset", "1");
    await page.keyboard.press("/");
    await page.getByRole("combobox").fill("Shipping 42");
    await page.keyboard.press("Enter");
    const found = outline.getByRole("treeitem", { name: /^Shipping 42, consumer/ });
    await expect(found).toBeFocused();
    await expect(found).toBeInViewport();
  });
});
