import type * as z from "zod";
import { type FlowDocument, flowDocumentSchema } from "@/flow/document/flow-document";

/** With two topics and two consumers each: as many cards as a flow may hold. */
const parts = 100;
const partsInColumn = 20;
const partSize = { width: 1520, height: 400 };

type Drawn = z.input<typeof flowDocumentSchema>;

/** One producer and what comes of its events. */
function part(at: number): Pick<Drawn, "producers" | "topics" | "consumers"> {
  const x = Math.floor(at / partsInColumn) * partSize.width;
  const y = (at % partsInColumn) * partSize.height;
  const [placed, accepted] = [`order.placed.${at}`, `order.accepted.${at}`];
  const isLarge = {
    match: "all" as const,
    rows: [{ field: "data.total", operator: "gt" as const, value: 100 }],
  };
  return {
    producers: [
      {
        id: `shop${at}`,
        type: "web-address",
        name: `Web shop ${at}`,
        topic: placed,
        config: {},
        position: { x, y: y + 40 },
      },
    ],
    topics: [
      { name: placed, position: { x: x + 280, y: y + 48 } },
      { name: accepted, position: { x: x + 904, y: y + 48 } },
    ],
    consumers: [
      {
        id: `desk${at}`,
        name: `Order desk ${at}`,
        when: [placed],
        steps: [
          { id: `only${at}`, type: "filter", config: { condition: isLarge } },
          {
            id: `title${at}`,
            type: "set-fields",
            config: { fields: [{ field: "title", value: `Order {{ data.order }} of shop ${at}` }] },
          },
          { id: `accept${at}`, type: "publish", config: { topic: accepted } },
        ],
        position: { x: x + 560, y },
      },
      {
        id: `ship${at}`,
        name: `Shipping ${at}`,
        // Some wires run across the drawing.
        when: at % 10 === 0 ? [accepted, `order.accepted.${(at + 45) % parts}`] : [accepted],
        steps: [
          {
            id: `size${at}`,
            type: "route",
            config: { mode: "first" },
            branches: [
              {
                id: `large${at}`,
                name: "If total > 100 €",
                condition: isLarge,
                steps: [
                  {
                    id: `mark${at}`,
                    type: "set-fields",
                    name: "Mark as large",
                    config: { fields: [{ field: "isLarge", value: true }] },
                  },
                ],
              },
              { id: `usual${at}`, steps: [] },
            ],
          },
          { id: `count${at}`, type: "counter", config: { name: `Orders ${at}`, amount: 1 } },
        ],
        position: { x: x + 1184, y },
      },
    ],
  };
}

/** A flow of 500 cards, each of them wired. */
export function largeFlow(): FlowDocument {
  const drawn = Array.from({ length: parts }, (_, at) => part(at));
  return flowDocumentSchema.parse({
    millrace: 1,
    name: "Five hundred cards",
    producers: drawn.flatMap(({ producers }) => producers),
    topics: drawn.flatMap(({ topics }) => topics),
    consumers: drawn.flatMap(({ consumers }) => consumers),
  } satisfies Drawn);
}
