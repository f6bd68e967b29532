import { expect, test } from "./fixtures/test";

const flowText = `
millrace: 1
name: Invoices
producers:
  - { id: shop, type: web-address, name: Web shop, topic: order.placed, config: {} }
topics:
  - { name: order.placed }
  - { name: invoice.sent }
consumers:
  - id: desk
    name: Desk
    when: [order.placed]
    steps:
      - { id: mail, type: send-email, name: Thanks, config: { to: "{{ data.customer.mail }}", subject: Thanks, text: Thanks } }
      - id: invoice
        type: publish
        config: { topic: invoice.sent, content: fields, fields: [{ field: note, value: Paid }] }
`;

const text = { type: "string" };
const closed = (properties: Record<string, unknown>, required: readonly string[]) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const order = closed(
  {
    total: { type: "number", minimum: 1 },
    customer: closed({ email: { ...text, format: "email", examples: ["mia@shop.test"] } }, ["email"]),
  },
  ["total", "customer"],
);
const invoice = closed({ total: { type: "number" }, note: text }, ["total"]);

test("a flow is held to its schemas while it is drawn, and follows a field to its new name", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  for (const [topic, schema] of [
    ["order.placed", order],
    ["invoice.sent", invoice],
  ] as const) {
    await api.topics.create.mutate({ workspace, name: topic });
    await api.schemas.register.mutate({ workspace, subject: topic, text: JSON.stringify(schema) });
    await api.schemas.setGate.mutate({ workspace, topic, gate: "reject" });
  }
  const { slug: flow } = await api.flows.import.mutate({ workspace, text: flowText });
  await page.goto(`${app.url}/w/${workspace}/flows/${flow}`);
  const deploy = page.getByTestId("deploy");

  await test.step("what does not agree keeps it from running, and says so on the wire", async () => {
    await expect(deploy).toHaveText(/^Fix 2 problems/);
    await expect(page.getByTestId("wire:when:desk:order.placed")).toHaveAttribute("data-state", "problem");
    await expect(
      page.getByRole("button", {
        name: "Thanks reads customer.mail, which order.placed does not have. Did you mean customer.email?",
      }),
    ).toBeAttached();
  });

  await test.step("each problem ends with one press", async () => {
    await page.getByRole("button", { name: /^Problems/ }).click();
    await page.getByRole("button", { name: "Use customer.email" }).click();
    await expect(
      page.getByRole("button", { name: "Problem Publish sends no total, which invoice.sent requires." }),
    ).toBeVisible();
    await page.getByRole("button", { name: "Match by name" }).click();
    await expect(deploy).toHaveText(/^Deploy/);
    await expect(page.getByTestId("wire:when:desk:order.placed")).not.toHaveAttribute(
      "data-state",
      "problem",
    );
  });

  await test.step("the draft is tried on an event made of the schema", async () => {
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page
      .getByRole("region", { name: "Samples of order.placed" })
      .getByRole("button", { name: "Make one from the schema" })
      .click();
    await expect(page.getByLabel("Payload of order.placed")).toHaveValue(/"email": "mia@shop\.test"/);
  });

  await test.step("a renamed field is followed by the drafts that use it", async () => {
    await expect(page.getByText(/^Saved/)).toBeVisible();
    await page.goto(`${app.url}/w/${workspace}/schemas/order.placed`);
    const name = page.getByLabel("Name of email");
    await name.fill("address");
    await name.press("Enter");
    const renamed = page.getByRole("region", { name: "Renamed fields" });
    await expect(renamed).toContainText("customer.email is now customer.address.");
    await expect(renamed).toContainText("Invoices: Desk › Thanks reads it.");
    await renamed.getByRole("button", { name: "Rename in 1 draft" }).click();
    await expect(renamed).toBeHidden();
    const { document } = await api.flows.get.query({ workspace, flow });
    expect(document.consumers[0]?.steps[0]?.config).toMatchObject({ to: "{{ data.customer.address }}" });
  });
});
