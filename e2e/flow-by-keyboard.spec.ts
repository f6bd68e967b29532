import { curl } from "./fixtures/curl";
import { keyboard } from "./fixtures/keyboard";
import { expect, test } from "./fixtures/test";

test("the same flow drawn, filled in and deployed by keyboard alone", async ({
  app,
  workspace,
  ownerPage: page,
}) => {
  const inspector = page.getByTestId("inspector");
  const search = page.getByTestId("pick-search");
  const { press, reach, take, addStep, fillCondition, write, step, field } = keyboard(page);

  await test.step("a web address and its topic", async () => {
    await page.goto(`${app.url}/w/${workspace}/flows`);
    await reach(page.getByRole("button", { name: "New flow" }));
    await press("Enter");
    await expect(page.getByTestId("start:form")).toBeFocused();
    await reach(page.getByTestId("start:web-address"));
    await press("Enter");
    await expect(page.getByTestId("topic-name")).toBeFocused();
    await page.keyboard.type("Order placed");
    await press("Enter");
    await expect(page.getByTestId("who-reacts")).toBeFocused();
  });

  await test.step("a consumer that filters, changes, decides and publishes", async () => {
    await take("filter");
    await fillCondition("order", "is not empty");
    await press("Escape");
    await expect(step("Go on only if order is not empty")).toBeFocused();
    await addStep("set fields");
    await expect(field("Fields: name 1")).toBeFocused();
    await page.keyboard.type("title");
    await press("Tab");
    await write(field("Fields: value 1"), "Order {order} for {total} €");
    await press("Escape");
    await expect(step("Set title")).toBeFocused();
    await addStep("route");
    await expect(inspector.getByRole("combobox", { name: "Which branches run" })).toBeFocused();
    await press("Escape");
    await expect(step("Route · first that fits")).toBeFocused();
    await press("ArrowDown");
    await expect(page.getByRole("button", { name: /^If … Needs/ })).toBeFocused();
    await press("Enter");
    await fillCondition("total", ">", "100");
    await press("Escape");
    await expect(page.getByRole("button", { name: "If total > 100" })).toBeFocused();
    await press("ArrowDown");
    await take("set fields");
    await expect(field("Fields: name 1")).toBeFocused();
    await page.keyboard.type("isLarge");
    await press("Tab");
    await write(field("Fields: value 1"), "true");
    await addStep("publish");
    await expect(inspector.getByRole("combobox", { name: /^Topic/ })).toBeFocused();
    await take("Order accepted");
    // The list has given the keyboard back: the next key is heard.
    await expect(inspector.getByRole("combobox", { name: /^Topic/ })).toBeFocused();
    await press("Escape");
    await expect(step("Publish order.accepted")).toBeFocused();
  });

  await test.step("along the wire to the second topic, and on to a second consumer", async () => {
    await press("ArrowRight");
    await expect(page.getByTestId("topic:order.accepted")).toBeFocused();
    await take("new consumer", "c");
    await expect(search).toHaveAttribute("placeholder", "Find a step");
    await page.keyboard.type("http");
    await press("Enter");
    await write(field("Address"), "/demo/shipping");
    await addStep("send e-mail");
    await expect(field("To")).toBeFocused();
    await addStep("counter");
    await expect(field("What is counted")).toBeFocused();
    await press("ControlOrMeta+a");
    await page.keyboard.type("Accepted orders");
    await press("Escape");
    await expect(step("Count Accepted orders")).toBeFocused();
  });

  await test.step("moved, undone and done again", async () => {
    await press("Alt+ArrowUp");
    await expect(step("Count Accepted orders")).toBeFocused();
    await press("ArrowDown");
    await expect(step("Send e-mail")).toBeFocused();
    await press("ControlOrMeta+z");
    await press("ArrowDown");
    await expect(step("Count Accepted orders")).toBeFocused();
  });

  await test.step("the deploy button leads to what is missing, then deploys", async () => {
    const deploy = page.getByTestId("deploy");
    await expect(deploy).toContainText("Fix 1 problem");
    await reach(deploy, "Shift+Tab");
    await press("Enter");
    await write(field("To"), "shop@example.com");
    await expect(deploy).not.toContainText("Fix");
    await reach(deploy, "Shift+Tab");
    await press("Enter");
    await expect(page.getByTestId("flow-state")).toHaveText("Live · revision 1");
  });

  await test.step("back along the wires to the address, and an event runs through", async () => {
    const producer = page.getByRole("group", { name: /^Web address, producer/ });
    await reach(page.locator(".react-flow [data-key][tabindex='0']"));
    await reach(producer, "ArrowLeft");
    await press("Enter");
    const address = await inspector.getByTestId("producer-address").textContent();
    await curl(address ?? "", "--json", '{"order":"A-1","total":120}');
    const second = page.getByRole("group", { name: /^HTTP request, consumer/ });
    await expect(second.getByRole("button", { name: "1 succeeded in the last hour" })).toBeVisible();
  });
});
