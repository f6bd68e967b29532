import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { drawing } from "./fixtures/drawing";
import { editorParts } from "./fixtures/editor-parts";
import { expect, test } from "./fixtures/test";

const orderDesk = readFileSync(`${import.meta.dirname}/fixtures/order-desk.yaml`, "utf8");

test("by mouse: a draft is tried, deployed, changed, compared and rolled back", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { card, inspector } = drawing(page);
  const { drawer, results, state, sheet, revision, payload } = editorParts(page);
  const { slug } = await api.flows.import.mutate({ workspace, text: orderDesk });
  await page.goto(`${app.url}/w/${workspace}/flows/${slug}`);

  await test.step("a sample by hand, pinned", async () => {
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await drawer.getByRole("button", { name: "New sample" }).first().click();
    await payload("order.placed").fill('{ "order": "A-1", "total": 250 }');
    await drawer.getByRole("textbox", { name: "Sample" }).fill("Large order");
    await drawer.getByRole("button", { name: "Pin" }).click();
    await expect(drawer.getByRole("button", { name: "Large order" })).toHaveAttribute("aria-pressed", "true");
  });

  await test.step("the draft runs on it, through both consumers; nothing is stored or sent", async () => {
    await page.getByTestId("run-draft").click();
    await expect(results.getByRole("region", { name: "Order desk" })).toBeVisible();
    await expect(card("Order desk").getByText("not taken")).toBeVisible();
    await expect(card("Confirmation").getByText("would send")).toHaveCount(2);
    await results.getByRole("button", { name: /^Succeeded Set title/ }).click();
    await expect(page.getByTestId("trial-detail")).toContainText('"title": "Order A-1 for 250 €"');
    await expect(page.getByTestId("save-state")).toHaveAttribute("data-save", "saved");
    expect((await api.topics.list.query({ workspace })).length).toBe(0);
  });

  await test.step("a change makes the results old, and says which", async () => {
    await card("Order desk").getByRole("group", { name: "Mark as large" }).click();
    await inspector.getByRole("textbox", { name: "Name", exact: true }).fill("Mark as big");
    await expect(page.getByTestId("stale")).toContainText("Mark as big in Order desk changed: its name.");
    await page.getByTestId("run-draft").click();
    await expect(page.getByTestId("stale")).toBeHidden();
  });

  await test.step("it is deployed, and changed again", async () => {
    await page.getByTestId("deploy").click();
    await expect(state).toHaveText("Live · revision 1");
    await inspector.getByRole("button", { name: "Order desk" }).click();
    await inspector.getByRole("textbox", { name: "Name", exact: true }).fill("Desk");
    await expect(page.getByTestId("deploy")).toHaveText(/Deploy 1 change/);
  });

  await test.step("Send event says what runs", async () => {
    await drawer.page().getByRole("button", { name: "Send event…" }).click();
    const send = sheet("Send a test event");
    await expect(send).toContainText("Runs revision 1, without your 1 change.");
    await send.getByRole("button", { name: "Send event" }).click();
    await expect(page.getByTestId("live-row").first()).toContainText("test");
  });

  await test.step("the sheet shows the difference, drawn and in words", async () => {
    await page.getByTestId("deploy").click();
    const deploying = sheet(/^Deploy 1 change/);
    await expect(deploying.getByTestId("diff-drawing").getByRole("img")).toHaveAccessibleName(
      "Changed: Desk",
    );
    await expect(deploying).toContainText("Order desk is now called Desk.");
    await deploying.getByRole("textbox", { name: /Note/ }).fill("Shorter");
    await page.getByTestId("deploy-confirm").click();
    await expect(state).toHaveText("Live · revision 2");
  });

  await test.step("the history says who, when and why, and compares", async () => {
    await state.click();
    await expect(revision(2)).toContainText("“Shorter”");
    await revision(1).getByRole("button", { name: "Compare" }).click();
    const compare = sheet("Compare");
    await expect(compare).toContainText("Order desk is now called Desk.");
    await compare.getByRole("button", { name: "All revisions" }).click();
  });

  await test.step("one press leads back, and the draft stays", async () => {
    await revision(1).getByRole("button", { name: "Roll back" }).click();
    await expect(sheet("Roll back to revision 1")).toContainText("Desk is now called Order desk.");
    await page.getByTestId("deploy-confirm").click();
    await expect(state).toHaveText("Live · revision 1");
    await expect(card("Desk")).toBeVisible();
    await expect(page.getByTestId("deploy")).toHaveText(/Deploy 1 change/);
  });
});

test("by keyboard: the same way", async ({ app, api, workspace, ownerPage: page }) => {
  const { state, results, sheet, revision } = editorParts(page);
  const { slug } = await api.flows.import.mutate({ workspace, text: orderDesk });
  await page.goto(`${app.url}/w/${workspace}/flows/${slug}`);
  // Drawn in the browser only: from here on keys are heard.
  await expect(drawing(page).card("Order desk")).toBeVisible();
  const press = async (target: ReturnType<Page["getByTestId"]>) => {
    // One that is still busy takes no key.
    await expect(target).toBeEnabled();
    await target.focus();
    await page.keyboard.press("Enter");
  };

  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(results.getByRole("region", { name: "Order desk" })).toBeVisible();
  await press(page.getByTestId("deploy"));
  await expect(state).toHaveText("Live · revision 1");

  await page.getByRole("textbox", { name: "Name of the flow" }).focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" two");
  await expect(page.getByTestId("deploy")).toHaveText(/Deploy 1 change/);
  await press(page.getByTestId("deploy"));
  await press(page.getByTestId("deploy-confirm"));
  await expect(state).toHaveText("Live · revision 2");
  // The stream can tell of the revision before the answer closes the sheet.
  await expect(page.getByTestId("deploy-confirm")).toHaveCount(0);

  await press(state);
  await press(revision(1).getByRole("button", { name: "Compare" }));
  await expect(sheet("Compare")).toContainText("The flow is now called");
  await press(sheet("Compare").getByRole("button", { name: "All revisions" }));
  await press(revision(1).getByRole("button", { name: "Roll back" }));
  await press(page.getByTestId("deploy-confirm"));
  await expect(state).toHaveText("Live · revision 1");
});

test("an event that really came is a sample, is sent as new, and is replayed from there on", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { drawer, results } = editorParts(page);
  const { slug } = await api.flows.import.mutate({ workspace, text: orderDesk });
  await api.flows.deploy.mutate({ workspace, flow: slug });
  await api.events.send.mutate({
    workspace,
    to: { topic: "order.placed" },
    data: '{"order":"B-2","total":5}',
  });
  const address = `${app.url}/w/${workspace}/events/order.placed/1`;

  await test.step("opened in the editor as the sample", async () => {
    await page.goto(address);
    await page.getByRole("link", { name: "Open in editor" }).click();
    await expect(drawer.getByRole("textbox", { name: "Payload of order.placed" })).toHaveValue(/"B-2"/);
    await page.getByTestId("run-draft").click();
    await expect(results).toContainText("On Event 1");
  });

  await test.step("saved as a sample, by keyboard, and taken back", async () => {
    const names = async () => {
      const { document } = await api.flows.get.query({ workspace, flow: slug });
      return document.samples.map(({ name }) => name);
    };
    await page.goto(address);
    await page.getByRole("button", { name: "Save as sample…" }).press("Enter");
    const name = page.getByRole("dialog").getByLabel("Name");
    await expect(page.getByRole("dialog").getByRole("combobox", { name: "Flow" })).toContainText(
      "Order desk",
    );
    await name.fill("Small order");
    await name.press("Enter");
    await expect(page.getByText("Saved as the sample Small order of Order desk.")).toBeVisible();
    expect(await names()).toEqual(["Small order"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(names).toEqual([]);
  });

  await test.step("sent as a new event, which names the old one as its cause", async () => {
    await page.getByRole("button", { name: "Send as new…" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Send event" }).click();
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await expect(page).toHaveURL(/order\.placed\/2$/);
    const [first, second] = await Promise.all(
      [1, 2].map((offset) => api.events.get.query({ workspace, topic: "order.placed", offset })),
    );
    expect(second?.text).toBe(first?.text);
    expect(second?.causationId).toBe(first?.id);
  });

  await test.step("a replay begins there, with the consumer that was looked at", async () => {
    await page.goto(address);
    await page.getByRole("link", { name: "Replay from here…" }).click();
    await expect(page.getByRole("textbox", { name: "Offsets" })).toHaveValue("1-");
    await expect(page.getByRole("checkbox", { name: /^Order desk/ })).toBeChecked();
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await expect(page.getByRole("region", { name: "What was chosen" })).toContainText("order.placed 1 to 2");
  });
});
