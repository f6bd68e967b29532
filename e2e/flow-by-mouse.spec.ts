import { curl } from "./fixtures/curl";
import { drawing } from "./fixtures/drawing";
import { expect, test } from "./fixtures/test";

test("a flow drawn by mouse, deployed, fed by curl, watched, explained and replayed", async ({
  app,
  workspace,
  ownerPage: page,
}) => {
  const home = `${app.url}/w/${workspace}`;
  const { card, wire, inspector, drawWire, pickStep, write, fillCondition } = drawing(page);
  const name = inspector.getByRole("textbox", { name: "Name" });
  const deploy = page.getByTestId("deploy");
  const outcome = page.getByTestId("outcome");
  const events = page.getByRole("grid", { name: "Events" });
  const row = (text: string) => events.getByRole("row").filter({ hasText: text });
  const liveRow = (topic: string) => page.getByTestId("live-row").filter({ hasText: topic });
  let send: (...options: string[]) => Promise<unknown>;
  const addStep = (consumer: string) =>
    card(consumer).getByRole("button", { name: "Add step" }).last().click();

  await test.step("a web address, wired by dragging to a topic that this makes", async () => {
    await page.goto(`${home}/flows`);
    await page.getByRole("button", { name: "New flow" }).click();
    await page.getByTestId("start:web-address").click();
    await name.fill("Web shop");
    await drawWire(card("Web shop"), { x: 96, y: 40 });
    await expect(page.getByTestId("topic-name")).toHaveCount(1);
    await page.getByTestId("topic-name").fill("Order placed");
    await page.keyboard.press("Enter");
    await expect(wire("Web shop", "order.placed")).toBeVisible();
  });

  await test.step("a consumer, dropped where its wire ends", async () => {
    await drawWire(card("order.placed"), { x: 72, y: -40 });
    await pickStep("filter", "Filter");
    await expect(inspector.getByRole("button", { name: "Field: none" })).toBeFocused();
    await fillCondition("order", "is not empty");
    await inspector.getByRole("button", { name: "Consumer" }).click();
    await name.fill("Order desk");
    await expect(wire("order.placed", "Order desk")).toBeVisible();
    await expect(card("Order desk").getByText("Go on only if order is not empty")).toBeVisible();
  });

  await test.step("steps that change, decide and publish", async () => {
    await addStep("Order desk");
    await pickStep("set-fields", "Set fields");
    const fieldName = inspector.getByRole("textbox", { name: "Fields: name 1" });
    await expect(fieldName).toBeFocused();
    await fieldName.fill("title");
    await write(inspector.getByRole("textbox", { name: "Fields: value 1" }), "Order {order} for {total} €");
    await addStep("Order desk");
    await pickStep("route", "Route");
    const branch = card("Order desk").getByRole("button", { name: /^If …/ });
    await expect(branch).toContainText("Needs a condition");
    await branch.click();
    await fillCondition("total", ">", "100");
    await card("Order desk").getByRole("button", { name: "Nothing happens" }).first().click();
    await pickStep("set-fields", "Set fields");
    await fieldName.fill("isLarge");
    await write(inspector.getByRole("textbox", { name: "Fields: value 1" }), "true");
    await addStep("Order desk");
    await pickStep("publish", "Publish");
  });

  await test.step("a second topic, and a wire from the publishing row to it", async () => {
    await page.getByRole("button", { name: "Add topic" }).click();
    await page.getByTestId("topic-name").fill("order.accepted");
    await page.keyboard.press("Enter");
    await inspector.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Show all" }).click();
    await drawWire(card("Order desk").locator("[data-step-type=publish]"), card("order.accepted"));
    await expect(wire("Order desk", "order.accepted")).toBeVisible();
    await page.getByRole("button", { name: "Arrange cards" }).click();
  });

  await test.step("a second consumer, wired from the topic by dragging", async () => {
    // With a topic selected it would be wired to that at once.
    await page.getByTestId("canvas").click({ position: { x: 40, y: 560 } });
    await page.getByRole("button", { name: "Add consumer" }).click();
    await pickStep("http-request", "HTTP request");
    await write(inspector.getByRole("textbox", { name: "Address" }), "/demo/shipping");
    await inspector.getByRole("button", { name: "Consumer" }).click();
    await name.fill("Confirmation");
    await expect(card("Confirmation").getByText("Choose a topic")).toBeVisible();
    await inspector.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Show all" }).click();
    await drawWire(card("order.accepted"), card("Confirmation"));
    await expect(wire("order.accepted", "Confirmation")).toBeVisible();
    await page.getByRole("button", { name: "Arrange cards" }).click();
    await card("Confirmation").click();
    await addStep("Confirmation");
    await pickStep("send-email", "Send e-mail");
    await write(inspector.getByRole("textbox", { name: "Subject" }), "{title}");
    await addStep("Confirmation");
    await pickStep("counter", "Counter");
    await inspector.getByRole("textbox", { name: "What is counted" }).fill("Accepted orders");
  });

  await test.step("what is missing is marked on the card and repaired from there", async () => {
    await expect(deploy).toContainText("Fix 1 problem");
    const mark = card("Confirmation").getByRole("button", { name: "1 problem" });
    await mark.click();
    await expect(card("Confirmation").getByText("Needs a recipient")).toBeVisible();
    await expect(inspector.getByRole("textbox", { name: "To" })).toBeFocused();
    await page.keyboard.type("shop@example.com");
    await expect(mark).toBeHidden();
  });

  await test.step("deploy", async () => {
    await deploy.click();
    await expect(page.getByTestId("flow-state")).toHaveText("Live · revision 1");
  });

  await test.step("send by curl, and see the events arrive in the editor", async () => {
    await inspector.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Show all" }).click();
    await card("Web shop").click();
    const address = (await page.getByTestId("producer-address").textContent()) ?? "";
    send = (...options) => curl(address, ...options);
    await page.getByRole("button", { name: "Live", exact: true }).click();
    await send("--json", '{"order":"plain","total":20}');
    await expect(liveRow("order.placed")).toContainText("Order desk");
    await expect(liveRow("order.accepted")).toContainText("Confirmation");
    const count = card("Order desk").getByRole("button", { name: "1 succeeded in the last hour" });
    await expect(count).toBeVisible();
    await expect(card("order.placed")).toContainText("1 event");
  });

  await test.step("every format that a sender may use", async () => {
    await page.goto(`${home}/events`);
    await expect(row("order.accepted").filter({ hasText: "Order plain for 20 €" })).toBeVisible();
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    const envelope = { specversion: "1.0", source: "/shops/berlin", type: "order.placed" };
    const event = (id: string, data: object) => JSON.stringify({ ...envelope, id, data });
    const header = (line: string) => ["--header", line];
    const attributes = Object.entries({ ...envelope, id: "shop-1" });
    await send(
      ...["--json", '{"order":"binary","total":120}'],
      ...attributes.flatMap(([name, value]) => header(`ce-${name}: ${value}`)),
    );
    await send(
      ...header("content-type: application/cloudevents+json"),
      ...["--data", event("shop-2", { order: "structured", total: 30 })],
    );
    const [first, second] = ["first", "second"].map((order) => event(`shop-${order}`, { order, total: 50 }));
    await send(
      ...header("content-type: application/cloudevents-batch+json"),
      ...["--data", `[${first},${second}]`],
    );
    await send("--data-urlencode", "order=form", "--data-urlencode", "total=60");
    await send("--json", '{"total":70}');
    await expect(row("order.placed")).toHaveCount(7);
    await expect(row("order.accepted").filter({ hasText: "Confirmation: Succeeded" })).toHaveCount(6);
    await expect(row("order.placed").filter({ hasText: "Order desk: Filtered" })).toHaveCount(1);
  });

  await test.step("open one: a sentence, and every step with what went in and out", async () => {
    await row("order.placed").filter({ hasText: "binary" }).click();
    await expect(outcome).toHaveText(/^Delivered to 1 of 1 consumer in (less than )?[\d.]+ (ms|s)\.$/);
    const steps = page.getByRole("region", { name: "Attempt 1" }).getByRole("listitem");
    await expect(steps).toHaveText([/Filter/, /Set fields/, /Route/, /Set fields/, /Publish/]);
    const step = steps.nth(1);
    await expect(step).toContainText(/\d ms/);
    await step.getByRole("button").first().click();
    await expect(step.getByRole("heading", { name: "Input" })).toBeVisible();
    await expect(step.getByRole("heading", { name: "Output" })).toBeVisible();
    await expect(step).toContainText('"title": "Order binary for 120 €"');
  });

  await test.step("follow the conversation to the event that it caused", async () => {
    await page.getByRole("link", { name: /order\.accepted/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("order.accepted");
    await expect(page.getByRole("button", { name: "Copy causation id shop-1" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Copy correlation id shop-1" })).toBeVisible();
    await expect(outcome).toContainText("Delivered to 1 of 1 consumer");
  });

  const replay = async () => {
    await page.getByRole("button", { name: "Replay…" }).click();
    const dialog = page.getByRole("dialog", { name: "Replay 1 event?" });
    await expect(dialog.getByRole("checkbox", { name: /Confirmation/ })).toBeChecked();
    await dialog.getByRole("button", { name: "Replay 1 event" }).click();
    await page.waitForURL("**/replays/*");
    await expect(page.getByText("Done", { exact: true })).toBeVisible();
    await expect(page.getByText("1 succeeded")).toBeVisible();
  };
  const published = page.url();

  await test.step("replay it; only first deliveries send e-mails", async () => {
    await replay();
    await page.goto(`${home}/demo-inbox`);
    const mails = page.getByRole("list", { name: "E-mails" }).getByRole("listitem");
    await expect(mails).toHaveCount(6);
    await expect(mails.filter({ hasText: "Order second for 50 €" })).toBeVisible();
  });

  await test.step("after a restart flow, events and replays are there and go on", async () => {
    await app.restart();
    await page.goto(`${home}/flows`);
    await page.getByRole("link", { name: /Untitled flow/ }).click();
    await expect(page.getByTestId("flow-state")).toHaveText("Live · revision 1");
    await expect(wire("order.accepted", "Confirmation")).toBeVisible();
    await page.goto(`${home}/events`);
    await expect(row("order.placed")).toHaveCount(7);
    await send("--json", '{"order":"afterwards","total":90}');
    const afterwards = row("order.accepted").filter({ hasText: "Order afterwards" });
    await expect(afterwards).toContainText("Confirmation: Succeeded");
    await page.goto(published);
    await replay();
    await page.goto(`${home}/replays`);
    await expect(page.getByRole("row").filter({ hasText: "order.accepted" })).toHaveCount(2);
  });
});
