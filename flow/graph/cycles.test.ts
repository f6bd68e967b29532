import { alg, Graph } from "@dagrejs/graphlib";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { cyclesIn } from "./cycles";

const name = fc.integer({ min: 0, max: 9 }).map(String);
const sorted = (groups: readonly string[][]) => groups.map((group) => group.toSorted().join(" ")).toSorted();

it("finds the cycles that a library finds", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ from: name, to: name }), { maxLength: 25 }), (edges) => {
      const graph = new Graph();
      for (const { from, to } of edges) graph.setEdge(from, to);
      expect(sorted(cyclesIn(edges))).toEqual(sorted(alg.findCycles(graph)));
    }),
  );
});
