import fc from "fast-check";
import { expect, it } from "vitest";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { setPositions } from "@/flow/edit/positions";
import { anyEdit } from "@/flow/testing/random-edits";
import { drawnRects, projectCards, projectWires } from "../../_canvas/project-flow";
import { createEditorStore } from "./editor-store";

const edits = fc.array(anyEdit(testNodes), { maxLength: 25 });

it("undo gives back every state on the way, redo the last one", () => {
  fc.assert(
    fc.property(edits, (list) => {
      const store = createEditorStore({ nodes: testNodes, document: testFlow() }, () => 0.5);
      const states = [store.getState().document];
      for (const [index, edit] of list.entries()) {
        store.edit(`Edit ${index}`, edit);
        if (store.getState().document !== states.at(-1)) states.push(store.getState().document);
      }
      for (const state of states.slice(0, -1).reverse()) {
        store.undo();
        expect(store.getState().document).toBe(state);
      }
      store.undo();
      expect(store.getState().document).toBe(states[0]);
      for (const _ of states) store.redo();
      expect(store.getState().document).toBe(states.at(-1));
    }),
    { numRuns: 100 },
  );
});

it("the drawing holds the whole document: read back from its cards, it draws the same", () => {
  fc.assert(
    fc.property(edits, (list) => {
      const store = createEditorStore({ nodes: testNodes, document: testFlow() }, () => 0.5);
      for (const edit of list) store.edit("Edit", edit);
      const { document } = store.getState();
      const rects = drawnRects(document, testNodes);
      const cards = projectCards(document, testNodes, rects);
      const places = new Map(cards.map(({ id, position }) => [id, position]));
      const readBack = {
        ...document,
        producers: cards.flatMap(({ type, data }) => (type === "producer" ? [data.card] : [])),
        topics: cards.flatMap(({ type, data }) => (type === "topic" ? [data.card] : [])),
        consumers: cards.flatMap(({ type, data }) => (type === "consumer" ? [data.card] : [])),
      };
      expect(readBack).toEqual(document);
      const placed = setPositions(readBack, places);
      const again = drawnRects(placed, testNodes);
      expect(again).toEqual(rects);
      const positions = (drawn: typeof cards) =>
        drawn.map(({ id, position, handles }) => ({ id, position, handles }));
      expect(positions(projectCards(placed, testNodes, again))).toEqual(positions(cards));
      expect(projectWires(placed, testNodes, again)).toEqual(projectWires(document, testNodes, rects));
    }),
    { numRuns: 60 },
  );
});
