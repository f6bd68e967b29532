import { deployOrderDesk } from "./fixtures/order-desk";
import { sendOrder } from "./fixtures/send-order";
import { expect, test } from "./fixtures/test";

const second = `
millrace: 1
name: Stock keeping with a name that is much too long for the card that it stands on
topics:
  - name: order.accepted
consumers:
  - id: reserve
    name: Reserve what was ordered, in the warehouse that is nearest to the customer
    when: [order.accepted]
    steps:
      - { id: count, type: counter, config: { name: Reserved, amount: 1 } }
`;

test("the map joins all flows at their topics and opens them at a card", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  await page.goto(`${app.url}/w/${workspace}/map`);
  await expect(page.getByText("No flows yet.")).toBeVisible();
  await expect(page.getByRole("button", { name: "New flow" })).toBeVisible();

  const { address, flow } = await deployOrderDesk(api, workspace);
  const { slug: stock } = await api.flows.import.mutate({ workspace, text: second });
  await api.flows.deploy.mutate({ workspace, flow: stock });
  await sendOrder(address, { order: "kept", total: 20 });

  await page.getByRole("link", { name: "Flows", exact: true }).click();
  await page.getByRole("link", { name: "Map", exact: true }).click();
  const map = page.getByTestId("map");
  const shared = map.getByRole("button", { name: /^order\.accepted, topic, in Order desk, Stock keeping/ });
  await expect(shared).toHaveCount(1);
  await expect(map.getByRole("link", { name: /, (producer|consumer|topic), in / })).toHaveCount(6);
  await expect(map.getByText("1 event ·").first()).toBeVisible();

  await test.step("search dims what does not fit, Enter goes to the first", async () => {
    const search = page.getByRole("searchbox", { name: "Search cards and flows" });
    await search.fill("reserve");
    await expect(page.getByText("1 of 7 cards")).toBeVisible();
    await search.press("Enter");
    await expect(map.getByRole("link", { name: /^Reserve what was ordered/ })).toBeFocused();
    await search.fill("nothing like it");
    await expect(page.getByText("No card is called “nothing like it”.")).toBeVisible();
    await page.getByRole("button", { name: "Clear search" }).click();
  });

  await test.step("from afar titles are as large on the screen as near", async () => {
    const title = map.locator(".card-far span", { hasText: "Web shop" });
    await expect(title).toBeHidden();
    const zoomOut = page.getByRole("button", { name: "Zoom out" });
    const percent = page.getByTitle("Zoom to 100 %");
    await percent.click();
    await expect(percent).toHaveText("100 %");
    const scaleOf = () =>
      map
        .locator(".react-flow__viewport")
        .evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a);
    let presses = 0;
    // Each press waits until the one before has come to its end: the number beside it is rounded.
    const zoomTo = async (level: number, detail: string) => {
      await zoomOut.click();
      presses += 1;
      await expect.poll(scaleOf).toBeCloseTo(1 / 1.2 ** presses, 4);
      await expect(percent).toHaveText(`${level} %`);
      await expect(map).toHaveAttribute("data-zoom", detail);
    };
    await zoomTo(83, "near");
    for (const level of [69, 58, 48, 40]) await zoomTo(level, "mid");
    await zoomTo(33, "far");
    await expect(title).toBeVisible();
    const heightOf = () => title.evaluate((element) => Math.round(element.getBoundingClientRect().height));
    await expect.poll(heightOf).toBe(16);
    await zoomTo(28, "far");
    await expect.poll(heightOf).toBe(16);
    await page.getByRole("button", { name: "Show all" }).click();
  });

  await test.step("arrows walk along the wires, Enter opens", async () => {
    await map.getByRole("link", { name: /^Web shop, producer/ }).focus();
    await page.keyboard.press("ArrowRight");
    await expect(map.getByRole("link", { name: /^order\.placed, topic/ })).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect(shared).toBeFocused();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Order desk" }).press("Enter");
  });

  await test.step("the flow opens at the card, which names who else uses it", async () => {
    await expect(page).toHaveURL(new RegExp(`/flows/${flow}\\?card=topic`));
    await expect(page.getByTestId("topic:order.accepted")).toHaveAttribute("data-selected", "true");
    await page.getByRole("button", { name: "Hide live numbers" }).click();
    await expect(page.getByTestId("counts:desk")).toBeHidden();
    await page.getByRole("button", { name: "Show live numbers" }).click();
    await expect(page.getByTestId("counts:desk")).toBeVisible();
    await page.getByText("↗ 1 more flow").click();
    await page.getByRole("menuitem", { name: /^Stock keeping/ }).click();
    await expect(page).toHaveURL(new RegExp(`/flows/${stock}\\?card=topic`));
    await expect(page.getByText("from Order desk")).toBeVisible();
  });
});

test("a failure is seen on the map, and a press leads to where it happened", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { address, flow } = await deployOrderDesk(api, workspace);
  await api.demoInbox.switch.mutate({ workspace, isOn: false });
  await page.goto(`${app.url}/w/${workspace}/map`);
  const card = page.getByRole("link", { name: /^Confirmation, consumer, in Order desk/ });
  await expect(card).toBeVisible();
  await sendOrder(address, { order: "A-1", total: 20 });
  await expect(card).toHaveAccessibleName(/, 1 failed/);
  await card.click();
  await expect(page).toHaveURL(new RegExp(`/flows/${flow}\\?card=consumer`));
  await expect(page.getByText("1 event failed: Confirmation.")).toBeVisible();
});

test("figures of the map stand still and say so while the server is away", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  await deployOrderDesk(api, workspace);
  await page.goto(`${app.url}/w/${workspace}/map`);
  await expect(page.getByRole("link", { name: /^Web shop, producer/ })).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText(/Live updates stopped .* ago\. Reconnecting…/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText(/Live updates stopped/)).toBeHidden();
});
