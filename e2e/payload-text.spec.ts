import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { ApiClient } from "./fixtures/api-client";
import { expect, test } from "./fixtures/test";

const file = join(import.meta.dirname, "fixtures/payloads/xss-event-values.json");
const { values }: { values: string[] } = JSON.parse(readFileSync(file, "utf8"));

/** Part of several of the texts: where it is to be read, text stayed text. */
const mark = "onerror=window.__xss=1";

/** A flow that is named by the texts and shows them wherever it can. */
function flowText(): string {
  const named = (at: number) => values[at]?.slice(0, 100) ?? "";
  return JSON.stringify({
    millrace: 1,
    name: named(1),
    description: values.join("\n"),
    producers: [
      {
        id: "hook",
        type: "web-address",
        name: named(0),
        topic: "odd.text",
        config: {},
        position: { x: 0, y: 0 },
      },
    ],
    topics: [{ name: "odd.text", description: values.join("\n"), position: { x: 300, y: 0 } }],
    consumers: [
      {
        id: "letters",
        name: named(2),
        when: ["odd.text"],
        steps: [
          {
            id: "mail",
            type: "send-email",
            name: named(4),
            config: { to: "shop@example.com", subject: "{{ data.value }}", text: "{{ data.value }}" },
          },
        ],
        position: { x: 600, y: 0 },
      },
      {
        id: "fails",
        name: named(10),
        when: ["odd.text"],
        failure: { attempts: 1 },
        steps: [
          {
            id: "nobody",
            type: "send-email",
            name: named(12),
            config: { to: "{{ data.value }}", subject: "x", text: "x" },
          },
        ],
        position: { x: 600, y: 300 },
      },
      {
        id: "skips",
        name: named(16),
        when: ["odd.text"],
        steps: [
          {
            id: "never",
            type: "filter",
            name: named(25),
            config: {
              condition: { match: "all", rows: [{ field: "data.value", operator: "is", value: "never" }] },
            },
          },
        ],
        position: { x: 600, y: 600 },
      },
    ],
    samples: [
      { id: "odd", name: named(3), topic: "odd.text", data: { value: named(1), [named(1)]: values } },
    ],
    notes: [{ id: "note", text: values.join("\n\n"), position: { x: 0, y: 300 } }],
  });
}

/** Sends every text as a payload, its field names, key, subject and conversation. */
async function sendTexts(api: ApiClient, workspace: string, topic: string): Promise<void> {
  for (const value of values) {
    const data = JSON.stringify({ value, [value]: { inner: [value] } });
    await api.events.send.mutate({
      workspace,
      to: { topic },
      data,
      key: value,
      subject: value,
      correlationId: value,
    });
  }
  const all = JSON.stringify({
    value: values[1],
    all: values,
    ...Object.fromEntries(values.map((one) => [one, one])),
  });
  await api.events.send.mutate({ workspace, to: { topic }, data: all, id: "all" });
}

const schema = JSON.stringify({
  title: values[1],
  description: values.join("\n"),
  type: "object",
  properties: {
    value: { enum: ["fits", ...values.slice(0, 3)], title: values[1], description: values[1] },
    only: { const: 1 },
  },
  required: ["only"],
});

/** Collects what would be a finding: a dialog, a request elsewhere, something that the policy had to stop. */
async function watch(page: Page, home: string) {
  const findings: string[] = [];
  page.on("dialog", (dialog) => {
    findings.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== new URL(home).origin && !["data:", "blob:"].includes(url.protocol))
      findings.push(`request: ${request.url()}`);
    if (url.protocol === "data:" && request.isNavigationRequest())
      findings.push(`navigation: ${request.url()}`);
  });
  await page.exposeFunction("reportFinding", (finding: string) => findings.push(finding));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
      const report: unknown = Reflect.get(window, "reportFinding");
      if (typeof report === "function") report(`policy: ${violatedDirective} ${blockedURI} ${sourceFile}`);
    });
  });
  return async (place: string) => {
    const ran = await page.evaluate(() => Reflect.get(window, "__xss") !== undefined);
    expect([ran, findings], place).toEqual([false, []]);
    expect(page.url().startsWith(home), place).toBe(true);
  };
}

interface Place {
  readonly app: { readonly url: string };
  readonly api: ApiClient;
  readonly workspace: string;
  readonly page: Page;
}

/** A workspace that is full of the texts, and a page that is watched from here on. */
async function full({ app, api, workspace, page }: Place) {
  const home = `${app.url}/w/${workspace}`;
  const { slug: flow } = await api.flows.import.mutate({ workspace, text: flowText() });
  await api.flows.deploy.mutate({ workspace, flow });
  await sendTexts(api, workspace, "odd.text");
  const clean = await watch(page, home);
  const shown = async (path: string, sign = mark) => {
    await page.goto(`${home}${path}`);
    await expect(page.getByText(sign).first()).toBeVisible();
    await clean(path);
  };
  return { home, flow, clean, shown };
}

test("what stands in a payload is text in lists, mails, replays and schemas", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { home, clean, shown } = await full({ app, api, workspace, page });
  await api.topics.create.mutate({ workspace, name: "odd.checked" });
  await api.schemas.register.mutate({ workspace, subject: "odd.checked", text: schema });
  await api.schemas.setGate.mutate({ workspace, topic: "odd.checked", gate: "quarantine" });
  await sendTexts(api, workspace, "odd.checked");
  await expect
    .poll(async () => (await api.demoInbox.list.query({ workspace })).total)
    .toBeGreaterThan(values.length - 3);
  const targets = await api.replays.targets.query({ workspace, topics: ["odd.text"] });
  const replay = await api.replays.plan.mutate({
    workspace,
    name: values[1] ?? "",
    selection: { parts: [{ topic: "odd.text", fromOffset: 1, toOffset: values.length }] },
    options: {
      subscriptionIds: targets.map(({ subscriptionId }) => subscriptionId),
      withOutsideEffects: false,
    },
  });
  await api.replays.start.mutate({ workspace, id: replay.id });
  await shown("/events");
  await shown("/flows");
  await shown("/demo-inbox");
  await shown(`/replays/${replay.id}`);
  await shown("/replays");
  await shown("/quarantine", "odd.checked");
  await shown("/topics", "odd.text");
  await shown("/schemas/odd.checked", "Version 1 is saved");
  await page.goto(`${home}/schemas/odd.text?new&from=odd.text`);
  await expect(page.getByRole("dialog").getByText(mark).first()).toBeVisible();
  await clean("making a schema from events");
});

test("what stands in a payload is text on the page of the event and in answers to why", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { home, clean, shown } = await full({ app, api, workspace, page });
  await shown(`/events/odd.text/${values.length + 1}`);
  for (const view of ["JSON", "Table", "Form"]) {
    await page.getByRole("radio", { name: view, exact: true }).click();
    await expect(page.getByText(mark).first()).toBeVisible();
    await clean(`event as ${view}`);
  }
  await shown("/events/odd.text/2");
  for (const value of values.slice(0, 4)) {
    await page.goto(`${home}/why?q=${encodeURIComponent(value)}`);
    await expect(page.getByTestId("found")).toBeVisible();
    await clean(`why ${value}`);
    await page.goto(`${home}/events?text=${encodeURIComponent(value)}`);
    await expect(page.getByRole("heading", { name: "Events" })).toBeVisible();
    await clean(`events with ${value}`);
  }
});

test("what stands in a payload is text in problems, in what tells of them, and in the editor", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { home, flow, clean, shown } = await full({ app, api, workspace, page });
  await expect
    .poll(async () => (await api.problems.list.query({ workspace })).problems.length)
    .toBeGreaterThan(0);
  await shown("/problems");
  await page
    .getByRole("button", { name: /^\d+ events?$/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Edit and redrive" }).first().click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Payload" })).toHaveValue(/value/);
  await clean("edit and redrive");
  await page.getByRole("dialog").getByRole("button", { name: "Redrive 1 event" }).click();
  await expect(page.getByText("1 event redriven.").first()).toBeVisible();
  await clean("toast");
  await page.goto(`${home}/flows/${flow}`);
  await expect(page.getByText(mark).first()).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  await clean("editor");
});
