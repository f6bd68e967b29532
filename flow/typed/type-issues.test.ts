import { describe, expect, it } from "vitest";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Step } from "../document/flow-document";
import type { Gate } from "../schema/failure";
import { readJsonSchema } from "../schema/read-json-schema";
import { flowOf } from "../testing/flow-of";
import { readShape } from "./read-shape";
import type { TopicSchemas } from "./shape";
import { typeIssues, validateTyped } from "./type-issues";

const text = { type: "string" };
const number = { type: "number" };

function closed(properties: Record<string, unknown>, required: readonly string[] = []) {
  return { type: "object", properties, required, additionalProperties: false };
}

const order = closed(
  {
    total: number,
    note: text,
    customer: closed({ email: { type: "string", format: "email" }, name: text }, ["email"]),
    items: { type: "array", items: closed({ sku: text, price: number }, ["sku", "price"]) },
  },
  ["total", "customer"],
);

const invoice = closed({ total: number, recipient: text, state: { enum: ["open", "paid"] } }, [
  "total",
  "recipient",
]);

function schemasOf(schemas: Record<string, unknown>, gate: Gate = "reject"): TopicSchemas {
  return new Map(
    Object.entries(schemas).map(([topic, schema]) => [
      topic,
      { subject: topic, version: 1, gate, shape: readShape(readJsonSchema(JSON.stringify(schema))) },
    ]),
  );
}

function mailTo(to: string) {
  return flowOf("web-address > order.placed > send-email", { sendemail: { to, subject: "Hi", text: "x" } });
}

const both = schemasOf({ "order.placed": order, "invoice.sent": invoice });

describe("fields that a consumer reads", () => {
  it.each([
    ["{{ data.customer.mail }}", "`customer.mail`", "Did you mean `customer.email`?"],
    ["{{ data.email }}", "`email`", "Did you mean `customer.email`?"],
    ["{{ data.totl * 2 }}", "`totl`", "Did you mean `total`?"],
    ["{{ data.items[2].prize }}", "`items[].prize`", "Did you mean `items[].price`?"],
    ["{{ data.items.map(i, i.prize) }}", "`items[].prize`", "Did you mean `items[].price`?"],
    ["{{ data.items.filter(i, i.price > 1).map(i, i.sku) }}", undefined, undefined],
    ["{{ data.customer.email }}", undefined, undefined],
    ["{{ data.items[0].price }}", undefined, undefined],
    ['{{ orElse(data.customer.mail, "x") }}', undefined, undefined],
    ["{{ has(data.customer.mail) }}", undefined, undefined],
    ["{{ data.total.cents }}", "`total.cents`", undefined],
  ])("%s", (to, path, question) => {
    const issues = typeIssues(mailTo(to), definitions, both);
    if (path === undefined) expect(issues).toEqual([]);
    else {
      expect(issues).toMatchObject([
        { code: "not-in-schema", severity: "problem", at: { kind: "step", id: "sendemail", field: "to" } },
      ]);
      expect(issues[0]?.message).toContain(`reads ${path}, which \`order.placed\` does not have.`);
      if (question !== undefined) expect(issues[0]?.message).toContain(question);
      expect(issues[0]?.wires).toEqual(["when:consumer:order.placed"]);
    }
  });

  it.each([
    ["off", "warning"],
    ["warn", "warning"],
    ["quarantine", "problem"],
    ["reject", "problem"],
  ] as const)("weighs as much as the gate: %s", (gate, severity) => {
    const schemas = schemasOf({ "order.placed": order }, gate);
    expect(typeIssues(mailTo("{{ data.mail }}"), definitions, schemas)).toMatchObject([{ severity }]);
  });

  it("looks at conditions, branches and orders", () => {
    const flow = flowOf("web-address > order.placed > filter", {
      filter: { condition: { match: "all", rows: [{ field: "data.totl", operator: "gt", value: 3 }] } },
    });
    const [consumer] = flow.consumers;
    if (!consumer) throw new Error("There is no consumer.");
    consumer.order = { mode: "key", key: "data.customer.id", lanes: 8 };
    expect(typeIssues(flow, definitions, both).map(({ at }) => [at.kind, at.field])).toEqual([
      ["consumer", "order"],
      ["step", "condition"],
    ]);
  });

  it("does not speak of what steps above set or replace", () => {
    const steps = (keepOthers: boolean): Step[] => [
      {
        id: "set",
        type: "set-fields",
        config: { fields: [{ field: "mail", value: "x@y.test" }], keepOthers },
      },
      {
        id: "mail",
        type: "send-email",
        config: { to: "{{ data.mail }} {{ data.other }}", subject: "a", text: "b" },
      },
    ];
    const flow = flowOf("web-address > order.placed > filter");
    const [consumer] = flow.consumers;
    if (!consumer) throw new Error("There is no consumer.");
    consumer.steps = steps(true);
    expect(typeIssues(flow, definitions, both).map(({ message }) => message)).toEqual([
      expect.stringContaining("`other`"),
    ]);
    consumer.steps = steps(false);
    expect(typeIssues({ ...flow }, definitions, both)).toEqual([]);
  });

  it("is silent where one of several topics has the field, or has no schema", () => {
    const flow = mailTo("{{ data.recipient }}");
    const [consumer] = flow.consumers;
    if (!consumer) throw new Error("There is no consumer.");
    consumer.when = ["order.placed", "invoice.sent"];
    expect(typeIssues(flow, definitions, both)).toEqual([]);
    expect(typeIssues({ ...flow }, definitions, schemasOf({ "order.placed": order }))).toEqual([]);
  });

  it("only doubts what an open schema does not name, unless a sample has it", () => {
    const open = schemasOf({ "order.placed": { type: "object", properties: { total: number } } });
    const flow = mailTo("{{ data.totl }}");
    expect(typeIssues(flow, definitions, open)).toMatchObject([{ severity: "warning" }]);
    const sample = { id: "s", name: "S", topic: "order.placed", data: { totl: 3 } };
    expect(typeIssues({ ...flow, samples: [sample] }, definitions, open)).toEqual([]);
  });
});

describe("what a step publishes", () => {
  const rows = (...pairs: [string, string | number][]) => ({
    content: "fields",
    fields: pairs.map(([field, value]) => ({ field, value })),
  });
  const sending = (config: Step["config"]) => {
    const flow = flowOf("web-address > order.placed > filter > invoice.sent", {
      filter: { condition: { match: "all", rows: [{ field: "data.total", operator: "gt", value: 3 }] } },
    });
    const publish = flow.consumers[0]?.steps[1];
    if (publish) publish.config = { topic: "invoice.sent", ...config };
    return typeIssues(flow, definitions, both).map(({ code, message }) => [code, message]);
  };

  it.each([
    ["all of it", rows(["total", "{{ data.total }}"], ["recipient", "{{ data.customer.email }}"]), []],
    [
      "too little",
      rows(["recipient", "{{ data.customer.email }}"]),
      [["sends-too-little", "*Publish* sends no `total`, which `invoice.sent` requires."]],
    ],
    [
      "a field that it does not take",
      rows(["total", 3], ["recipient", "x"], ["stat", "open"]),
      [
        [
          "sends-unknown",
          "*Publish* sends `stat`, which `invoice.sent` does not take. Did you mean `state`?",
        ],
      ],
    ],
    [
      "another type",
      rows(["total", "{{ data.customer.email }}"], ["recipient", "x"]),
      [["sends-wrong-type", "*Publish* sends a text as `total`, where `invoice.sent` wants a number."]],
    ],
    [
      "a value that is not allowed",
      rows(["total", 3], ["recipient", "x"], ["state", "gone"]),
      [
        [
          "sends-wrong-type",
          '*Publish* sends `"gone"` as `state`, where `invoice.sent` wants one of "open" or "paid".',
        ],
      ],
    ],
    ["what is computed", rows(["total", "{{ data.total * 2 }}"], ["recipient", "x"]), []],
    [
      "what may be absent",
      rows(["total", 3], ["recipient", "{{ data.note }}"]),
      [
        [
          "may-send-too-little",
          "*Publish* sends `recipient` only when the event has it, and `invoice.sent` requires it.",
        ],
      ],
    ],
    [
      "the whole event",
      { content: "same" },
      [
        ["sends-too-little", "*Publish* sends no `recipient`, which `invoice.sent` requires."],
        [
          "sends-unknown",
          "*Publish* sends `note`, `customer` and `items`, which `invoice.sent` does not take.",
        ],
      ],
    ],
  ])("%s", (_, config, expected) => {
    expect(sending(config)).toEqual(expected);
  });
});

it("says nothing of the type of what a step above computes", () => {
  const flow = flowOf("web-address > order.placed > set-fields > invoice.sent", {
    setfields: { fields: [{ field: "total", value: "{{ data.items.size() }}" }], keepOthers: true },
  });
  const publish = flow.consumers[0]?.steps[1];
  if (publish) {
    const fields = [
      { field: "total", value: "{{ data.total }}" },
      { field: "recipient", value: "{{ data.customer.email }}" },
    ];
    publish.config = { topic: "invoice.sent", content: "fields", fields };
  }
  const text = closed({ total: { type: "string" }, recipient: { type: "string" } });
  // The event's own total is a number, and the step puts something else in its place.
  expect(typeIssues(flow, definitions, schemasOf({ "order.placed": order, "invoice.sent": text }))).toEqual(
    [],
  );
});

it("takes the place of the guess from samples", () => {
  const flow = mailTo("{{ data.mail }}");
  const codes = (schemas: TopicSchemas) =>
    validateTyped(flow, definitions, undefined, schemas)
      .filter(({ at }) => at.field === "to")
      .map(({ code }) => code);
  expect(codes(both)).toEqual(["not-in-schema"]);
  expect(codes(new Map())).toEqual([]);
  // What the schema names is known, though no sample has it.
  expect(
    validateTyped(
      {
        ...mailTo("{{ data.total }}"),
        samples: [{ id: "s", name: "S", topic: "order.placed", data: { a: 1 } }],
      },
      definitions,
      undefined,
      both,
    ).filter(({ at }) => at.field === "to"),
  ).toEqual([]);
});
