import { countEffort } from "./fixtures/count-effort";
import { curl } from "./fixtures/curl";
import { drawing } from "./fixtures/drawing";
import { editorParts } from "./fixtures/editor-parts";
import { keyboard } from "./fixtures/keyboard";
import { expect, test } from "./fixtures/test";

const order = {
  order: "A-1001",
  customer: "Ana",
  email: "ana@example.com",
  item: "Coffee cup",
  quantity: 2,
  total: 29.8,
};

test("by mouse: one order for four teams, from a blank page", async ({ app, workspace, ownerPage: page }) => {
  const effort = await countEffort(page);
  const { inspector, card, wire, enter, write, pickStep, fillCondition, pullWire } = drawing(page);
  const { drawer, deploy, state, results, sheet, revision, payload, liveRow } = editorParts(page);
  const name = inspector.getByRole("textbox", { name: "Name" });
  const box = (label: string) => inspector.getByRole("textbox", { name: label, exact: true });
  /** A consumer is called like its first step until somebody names it: one press, and its name can be typed. */
  const nameConsumer = async (text: string) => {
    await inspector.getByRole("button", { name: "Consumer", exact: true }).click();
    await expect(name).toBeFocused();
    await page.keyboard.type(text);
    await expect(card(text)).toBeVisible();
  };
  /** It is wired to the only topic there is. */
  const addConsumer = () => page.getByRole("button", { name: "Add consumer" }).click();

  const showAll = () => page.getByRole("button", { name: "Show all", exact: true }).click();

  await test.step("the web shop and its topic", async () => {
    await page.goto(`${app.url}/w/${workspace}/flows`);
    await page.getByRole("button", { name: "New flow" }).click();
    await page.getByTestId("start:web-address").click();
    await expect(page.getByTestId("topic-name")).toBeFocused();
    await page.keyboard.type("Order placed");
    await page.getByRole("button", { name: "Create topic" }).click();
    await enter(page.getByRole("textbox", { name: "Name of the flow" }), "Order fan-out");
    await card("Web address").click();
    await enter(name, "Web shop");
  });

  await test.step("a sample, so that the fields are known", async () => {
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await drawer.getByRole("button", { name: "New sample" }).click();
    await enter(payload("order.placed"), JSON.stringify(order));
    await enter(drawer.getByRole("textbox", { name: "Sample" }), "Usual order");
    await drawer.getByRole("button", { name: "Pin" }).click();
    await page.getByRole("button", { name: "Close the drawer" }).click();
  });

  await test.step("Inventory", async () => {
    await page.getByTestId("who-reacts").click();
    await pickStep("http-request", "HTTP request");
    await write(box("Address"), "/demo/inventory");
    await card("HTTP request").getByRole("button", { name: "Add step" }).click();
    await pickStep("counter", "Counter");
    await enter(box("What is counted"), "Items sold");
    await write(box("One count for each"), "{item}");
    await write(box("Add"), "{quantity}");
    await nameConsumer("Inventory");
  });

  await test.step("Shipping, wired to the topic at once", async () => {
    await addConsumer();
    await pickStep("http-request", "HTTP request");
    await write(box("Address"), "/demo/shipping");
    await nameConsumer("Shipping");
    await expect(wire("order.placed", "Shipping")).toBeVisible();
  });

  await test.step("E-mail, whose recipient is guessed", async () => {
    await addConsumer();
    await pickStep("send-email", "Send e-mail");
    await expect(box("To")).toHaveText("E-mail");
    await write(box("Subject"), "We have your order {order}");
    await write(box("Text"), "Thank you for ordering {quantity} × {item}, {customer}.");
    await nameConsumer("E-mail");
  });

  await test.step("Fraud, which decides", async () => {
    await addConsumer();
    await pickStep("route", "Route");
    await nameConsumer("Fraud");
    await card("Fraud").getByRole("button", { name: /^If …/ }).click();
    await fillCondition("total", ">", "500");
    await card("Fraud").getByRole("button", { name: "Nothing happens" }).first().click();
    await pickStep("send-email", "Send e-mail");
    await write(box("To"), "fraud@example.com");
    await write(box("Subject"), "Look at order {order}");
    await card("Fraud").getByRole("button", { name: "Nothing happens" }).click();
    await pickStep("counter", "Counter");
    await enter(box("What is counted"), "Usual orders");
    await showAll();
    await expect(deploy).toHaveAccessibleName("Deploy");
  });

  await test.step("broken twice, and both are listed", async () => {
    await pullWire("order.placed", "Shipping", { x: -60, y: -60 });
    await expect(wire("order.placed", "Shipping")).toBeHidden();
    await card("E-mail").getByRole("group", { name: "Send e-mail" }).click();
    await box("To").getByText("E-mail").click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await card("Web shop").click();
    await expect(deploy).toHaveAccessibleName("Fix 2 problems");
    await page.getByRole("button", { name: /^Problems/ }).click();
    await expect(drawer.getByRole("listitem")).toHaveText([
      /Shipping reacts to nothing yet/,
      /needs a recipient/,
    ]);
  });

  await test.step("one is repaired by its button, the other leads to its field", async () => {
    await drawer.getByRole("button", { name: "React to order.placed" }).click();
    await expect(wire("order.placed", "Shipping")).toBeAttached();
    await drawer.getByRole("button", { name: /needs a recipient/ }).click();
    await write(box("To"), "{email}");
    await expect(drawer).toContainText("Nothing is wrong with this flow.");
    await expect(deploy).toHaveAccessibleName("Deploy");
  });

  await test.step("tried on the sample: all four run, nothing leaves", async () => {
    await page.getByTestId("run-draft").click();
    for (const consumer of ["Inventory", "Shipping", "E-mail", "Fraud"]) {
      await expect(results.getByRole("region", { name: consumer })).toBeVisible();
    }
    await expect(card("E-mail").getByRole("button", { name: /^Would send/ })).toBeVisible();
  });

  await test.step("deployed; an order of the shop reaches all four", async () => {
    await deploy.click();
    await expect(state).toHaveText("Live · revision 1");
    await page.getByRole("button", { name: "Close the drawer" }).click();
    await showAll();
    await card("Web shop").click();
    const address = (await page.getByTestId("producer-address").textContent()) ?? "";
    await page.getByRole("button", { name: "Live", exact: true }).click();
    await curl(address, "--json", JSON.stringify(order));
    for (const consumer of ["Inventory", "Shipping", "E-mail", "Fraud"]) {
      await expect(
        card(consumer).getByRole("button", { name: "1 succeeded in the last hour" }),
      ).toBeVisible();
    }
    await expect(liveRow("order.placed")).toHaveCount(1);
  });

  await test.step("changed; the sheet draws and says the difference", async () => {
    await page.getByRole("button", { name: "Close the drawer" }).click();
    await showAll();
    await card("Fraud")
      .getByRole("button", { name: /^If total > 500/ })
      .click();
    await enter(box("Value"), "300");
    await expect(deploy).toHaveAccessibleName("Deploy 1 change");
    await deploy.click();
    const deploying = sheet("Deploy 1 change");
    await expect(deploying.getByTestId("diff-drawing").getByRole("img")).toHaveAccessibleName(
      "Changed: Fraud",
    );
    await page.getByTestId("deploy-confirm").click();
    await expect(state).toHaveText("Live · revision 2");
  });

  await test.step("compared, and rolled back", async () => {
    await state.click();
    await revision(1).getByRole("button", { name: "Compare" }).click();
    await expect(sheet("Compare")).toContainText("Fraud");
    await sheet("Compare").getByRole("button", { name: "All revisions" }).click();
    await revision(1).getByRole("button", { name: "Roll back" }).click();
    await page.getByTestId("deploy-confirm").click();
    await expect(state).toHaveText("Live · revision 1");
    await expect(deploy).toHaveAccessibleName("Deploy 1 change");
  });

  // The guide says how many it takes.
  expect(effort().clicks).toBeLessThan(130);
  expect(effort().keys).toBe(0);
});

test("by keyboard: the same", async ({ app, workspace, ownerPage: page }) => {
  const effort = await countEffort(page);
  const { press, reach, take, type, command, enter, write, fillCondition, addStep, step, field } =
    keyboard(page);
  const { card, wire } = drawing(page);
  const { drawer, deploy, state, results, sheet, revision, payload } = editorParts(page);
  const search = page.getByTestId("pick-search");

  /** From a form to its card, whose name is typed over. */
  const nameCard = async (now: string, text: string) => {
    await press("Escape");
    await reach(card(now), "ArrowUp");
    await press("F2");
    await expect(field("Name")).toBeFocused();
    await type(text);
    await press("Escape");
    await expect(card(text)).toBeFocused();
  };
  /** From a card back along its wire to the topic, and on to a new consumer. */
  const addConsumer = async (query: string) => {
    await reach(card("order.placed"), "ArrowLeft");
    await take("new consumer", "c");
    await expect(search).toHaveAttribute("placeholder", "Find a step");
    await type(query);
    await press("Enter");
    await expect(search).toBeHidden();
  };

  await test.step("the web shop and its topic", async () => {
    await page.goto(`${app.url}/w/${workspace}/flows`);
    await reach(page.getByRole("button", { name: "New flow" }));
    await press("Enter");
    await expect(page.getByTestId("start:form")).toBeFocused();
    await reach(page.getByTestId("start:web-address"));
    await press("Enter");
    await expect(page.getByTestId("topic-name")).toBeFocused();
    await type("Order placed");
    await press("Enter");
    await expect(page.getByTestId("who-reacts")).toBeFocused();
    await command("rename the flow");
    await expect(page.getByRole("textbox", { name: "Name of the flow" })).toBeFocused();
    await type("Order fan-out");
    await press("Enter");
  });

  await test.step("a sample, so that the fields are known", async () => {
    await command("new sample");
    await expect(payload("order.placed")).toBeFocused();
    await press("ControlOrMeta+a");
    await type(JSON.stringify(order));
    await reach(drawer.getByRole("textbox", { name: "Sample" }), "Shift+Tab");
    await press("ControlOrMeta+a");
    await type("Usual order");
    await reach(drawer.getByRole("button", { name: "Pin" }));
    await press("Enter");
  });

  await test.step("Inventory", async () => {
    await command("add a consumer");
    await expect(search).toHaveAttribute("placeholder", "Find a step");
    await type("http");
    await press("Enter");
    await write(field("Address"), "/demo/inventory");
    await addStep("counter");
    await expect(field("What is counted")).toBeFocused();
    await press("ControlOrMeta+a");
    await type("Items sold");
    await reach(field("One count for each"));
    await write(field("One count for each"), "{item}");
    await reach(field("Add"));
    await press("ControlOrMeta+a");
    await write(field("Add"), "{quantity}");
    await nameCard("HTTP request", "Inventory");
  });

  await test.step("Shipping", async () => {
    await addConsumer("http");
    await write(field("Address"), "/demo/shipping");
    await nameCard("HTTP request", "Shipping");
  });

  await test.step("E-mail, whose recipient is guessed", async () => {
    await addConsumer("mail");
    await expect(field("To")).toHaveText("E-mail");
    await reach(field("Subject"));
    await press("ControlOrMeta+a");
    await write(field("Subject"), "We have your order {order}");
    await reach(field("Text"));
    await press("ControlOrMeta+a");
    await write(field("Text"), "Thank you for ordering {quantity} × {item}, {customer}.");
    await nameCard("Send e-mail", "E-mail");
  });

  await test.step("Fraud, which decides", async () => {
    await addConsumer("route");
    await nameCard("Route", "Fraud");
    await reach(page.getByRole("button", { name: /^If … Needs/ }), "ArrowDown");
    await press("Enter");
    await fillCondition("total", ">", "500");
    await press("Escape", "ArrowDown");
    await take("mail");
    await press("ControlOrMeta+a");
    await write(field("To"), "fraud@example.com");
    await reach(field("Subject"));
    await press("ControlOrMeta+a");
    await write(field("Subject"), "Look at order {order}");
    await press("Escape");
    await reach(page.getByRole("button", { name: "Nothing happens" }), "ArrowDown");
    await take("counter");
    await expect(field("What is counted")).toBeFocused();
    await press("ControlOrMeta+a");
    await type("Usual orders");
    await press("Escape");
    await expect(step("Count Usual orders")).toBeFocused();
    await expect(deploy).toHaveAccessibleName("Deploy");
  });

  await test.step("broken twice, and both are listed", async () => {
    await reach(card("order.placed"), "ArrowLeft");
    await reach(wire("order.placed", "Shipping"), "w");
    await press("Delete");
    await expect(wire("order.placed", "Shipping")).toBeHidden();
    await command("find on the canvas");
    await type("send e-mail");
    await press("Enter", "Enter");
    await reach(field("To"));
    await press("ControlOrMeta+a", "Delete", "Escape");
    await expect(deploy).toHaveAccessibleName("Fix 2 problems");
    await command("all problems");
    await expect(drawer.getByRole("listitem")).toHaveText([
      /Shipping reacts to nothing yet/,
      /needs a recipient/,
    ]);
  });

  await test.step("one is repaired by its button, the other leads to its field", async () => {
    await reach(drawer.getByRole("button", { name: "React to order.placed" }));
    await press("Enter");
    await expect(wire("order.placed", "Shipping")).toBeAttached();
    await command("first problem");
    await expect(field("To")).toBeFocused();
    await write(field("To"), "{email}");
    await expect(deploy).toHaveAccessibleName("Deploy");
  });

  await test.step("tried on the sample", async () => {
    await press("ControlOrMeta+Enter");
    for (const consumer of ["Inventory", "Shipping", "E-mail", "Fraud"]) {
      await expect(results.getByRole("region", { name: consumer })).toBeVisible();
    }
  });

  await test.step("deployed, changed, and the difference", async () => {
    await command("deploy");
    await expect(state).toHaveText("Live · revision 1");
    await command("find on the canvas");
    await type("if total");
    await press("Enter", "Enter");
    await enter(field("Value"), "300");
    await expect(deploy).toHaveAccessibleName("Deploy 1 change");
    await command("deploy");
    await expect(sheet("Deploy 1 change").getByRole("img")).toHaveAccessibleName("Changed: Fraud");
    await reach(page.getByTestId("deploy-confirm"));
    await press("Enter");
    await expect(state).toHaveText("Live · revision 2");
  });

  await test.step("compared, and rolled back", async () => {
    // A sheet that still closes keeps the keys.
    await expect(sheet("Deploy 1 change")).toBeHidden();
    await command("history");
    await reach(revision(1).getByRole("button", { name: "Compare" }));
    await press("Enter");
    await expect(sheet("Compare")).toContainText("Fraud");
    await reach(sheet("Compare").getByRole("button", { name: "All revisions" }));
    await press("Enter");
    await reach(revision(1).getByRole("button", { name: "Roll back" }));
    await press("Enter");
    await reach(page.getByTestId("deploy-confirm"));
    await press("Enter");
    await expect(state).toHaveText("Live · revision 1");
  });

  expect(effort().clicks).toBe(0);
});
