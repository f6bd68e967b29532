import { expect, it } from "vitest";
import { topicFields } from "@/flow/graph/fields";
import { flowOf } from "@/flow/testing/flow-of";
import { definitions } from "@/nodes/registry/definitions.gen";
import { knownDocument, nothingObserved } from "./known-document";

const document = flowOf("web-address > order.placed > counter");

it("knows fields from what came before the first deployment", () => {
  const [producer] = document.producers;
  expect(
    topicFields(knownDocument({ document, observed: nothingObserved }), definitions, "order.placed"),
  ).toEqual([]);
  const observed = { topics: [], producers: [{ nodeId: producer?.id ?? "", data: { total: 12 } }] };
  const known = knownDocument({ document, observed });
  expect(topicFields(known, definitions, "order.placed").map(({ path, sample }) => [path, sample])).toEqual([
    ["data.total", 12],
  ]);
  expect(knownDocument({ document, observed })).toBe(known);
  expect(document.samples).toEqual([]);
});

it("knows fields from the newest event of a topic", () => {
  const observed = { topics: [{ topic: "order.placed", data: { id: "A" } }], producers: [] };
  const fields = topicFields(knownDocument({ document, observed }), definitions, "order.placed");
  expect(fields.map(({ path }) => path)).toEqual(["data.id"]);
});
