import { curl } from "./fixtures/curl";
import { drawing } from "./fixtures/drawing";
import { expect, test } from "./fixtures/test";

test("steps with time and state are picked, filled in, deployed, and say what they wait for", async ({
  app,
  workspace,
  ownerPage: page,
}) => {
  const home = `${app.url}/w/${workspace}`;
  const { card, inspector, drawWire, pickStep, write, choose } = drawing(page);
  const addStep = () => card("Orders").getByRole("button", { name: "Add step" }).last().click();

  await page.goto(`${home}/flows`);
  await page.getByRole("button", { name: "New flow" }).click();
  await page.getByTestId("start:web-address").click();
  await inspector.getByRole("textbox", { name: "Name" }).fill("Shop");
  await drawWire(card("Shop"), { x: 96, y: 40 });
  await page.getByTestId("topic-name").fill("Order placed");
  await page.keyboard.press("Enter");
  await drawWire(card("order.placed"), { x: 72, y: -40 });

  await pickStep("deduplicate", "Deduplicate");
  await write(inspector.getByRole("textbox", { name: "Same are events with the same" }), "{order}");
  await inspector.getByRole("button", { name: "Consumer" }).click();
  await inspector.getByRole("textbox", { name: "Name" }).fill("Orders");
  await addStep();
  await pickStep("update-state", "Update state");
  await inspector.getByRole("textbox", { name: "Saved values" }).fill("Last order");
  await write(inspector.getByRole("textbox", { name: "Value", exact: true }), "{order}");
  await addStep();
  await pickStep("delay", "Delay");
  await choose("Unit", "hours");
  await addStep();
  await pickStep("aggregate", "Count in window");
  await expect(card("Orders").getByText("Go on only once for each order")).toBeVisible();
  await expect(card("Orders").getByText("Save Last order")).toBeVisible();
  await expect(card("Orders").getByText("Wait 5 hours")).toBeVisible();
  await expect(card("Orders").getByText("Count in 1 minute")).toBeVisible();

  await page.getByTestId("deploy").click();
  await expect(page.getByTestId("flow-state")).toHaveText("Live · revision 1");
  await inspector.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Show all" }).click();
  await card("Shop").click();
  const address = (await page.getByTestId("producer-address").textContent()) ?? "";
  await curl(address, "--json", '{"order":"o-1","total":20}');
  await curl(address, "--json", '{"order":"o-1","total":21}');

  await page.goto(`${home}/events`);
  const rows = page.getByRole("grid", { name: "Events" }).getByRole("row").filter({ hasText: "o-1" });
  await expect(rows.filter({ hasText: "Orders: Filtered" })).toHaveCount(1);
  await rows.filter({ hasText: /Orders.*Held/ }).click();
  await expect(page.getByText(/It waits until .*, then goes on below\./)).toBeVisible();
});
