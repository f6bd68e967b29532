import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { readJsonSchema } from "@/flow/schema/read-json-schema";
import { failuresOf } from "@/server/schemas/hold-to-schema";
import { compileValidator } from "@/server/schemas/json-validator";
import { type Bench, number } from "./stage/figure";
import { inTurns } from "./stage/in-turns";

const EVENTS = 400_000;
const LINE = 0.8;

const text = { type: "string", minLength: 1, maxLength: 200 };

/** An order as a shop would describe it: formats, a list, bounds, allowed values; closed. */
const schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: {
    id: text,
    placedAt: { type: "string", format: "date-time" },
    customer: {
      type: "object",
      properties: { name: text, email: { type: "string", format: "email" }, isNew: { type: "boolean" } },
      required: ["name", "email"],
      additionalProperties: false,
    },
    status: { enum: ["new", "paid", "shipped"] },
    items: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        properties: {
          sku: text,
          count: { type: "integer", minimum: 1 },
          price: { type: "number", minimum: 0 },
        },
        required: ["sku", "count", "price"],
        additionalProperties: false,
      },
    },
    total: { type: "number", minimum: 0 },
  },
  required: ["id", "placedAt", "customer", "items", "total"],
  additionalProperties: false,
};

function order(index: number): Uint8Array {
  const items = [
    { sku: `sku-${index % 97}`, count: 1 + (index % 3), price: 12.5 },
    { sku: `sku-${index % 89}`, count: 2, price: 3.2 },
  ];
  const customer = { name: "Ana Example", email: `ana${index}@example.com`, isNew: index % 2 === 0 };
  const placedAt = "2026-11-21T11:00:00Z";
  return Buffer.from(
    JSON.stringify({ id: `o-${index}`, placedAt, customer, status: "paid", items, total: 18.9 }),
  );
}

function rateOf(isFit: (data: Uint8Array) => boolean, events: readonly Uint8Array[]): number {
  const started = performance.now();
  for (let index = 0; index < EVENTS; index += 1) {
    const data = events[index % events.length];
    if (data === undefined || !isFit(data)) throw new Error("An event of the bench does not fit its schema.");
  }
  return (EVENTS * 1000) / (performance.now() - started);
}

/** Events held against a schema on one core: payload bytes in, a verdict out. */
export const validate: Bench = {
  work: "events of about 300 B held against a schema by the gate on one core: bytes in, verdict out",
  against: "Ajv alone: JSON.parse of the same bytes and its compiled schema, in turns",
  reach: `≥ ${LINE}`,
  run: async () => {
    const events = Array.from({ length: 1_000 }, (_, index) => order(index));
    const ajv = addFormats.default(new Ajv2020({ strict: false }));
    const alone = ajv.compile(schema);
    const gate = compileValidator(readJsonSchema(JSON.stringify(schema)));
    const byAjv = (data: Uint8Array) => alone(JSON.parse(Buffer.from(data).toString("utf8"))) === true;
    const byGate = (data: Uint8Array) => failuresOf(gate, "application/json", data).length === 0;
    for (const warm of [byAjv, byGate]) rateOf(warm, events);
    const { measured, reference } = await inTurns(
      async () => rateOf(byAjv, events),
      async () => rateOf(byGate, events),
    );
    const ratio = measured / reference;
    return {
      measured: `${number(measured)} events/s`,
      reference: `${number(reference)} events/s`,
      ratio,
      isReached: ratio >= LINE,
      note: "The gate also bounds the time of every check and asks RE2 for patterns.",
    };
  },
};
