import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyFlow, type FlowDocument, flowDocumentSchema } from "../document/flow-document";
import { allKeys, anyEdit, type Edit } from "../testing/random-edits";
import { copyCards, readClip, writeClip } from "./clip";
import { testFlow, testNodes } from "./edit-fixture";
import { limitReached } from "./limits";
import { idSource, idsOf } from "./new-ids";
import { pasteCards } from "./paste";

const edits = fc.array(anyEdit(testNodes), { maxLength: 25 });

/** The editor takes no edit that goes past what a document holds. */
function edited(start: FlowDocument, list: readonly Edit[]): FlowDocument {
  return list.reduce((document, edit) => {
    const next = edit(
      document,
      idSource(document, () => 0.5),
    );
    return limitReached(next) === undefined ? next : document;
  }, start);
}

/** The same flow whatever its ids are: each is replaced by its place. */
function withoutIds(document: FlowDocument): unknown {
  const numbers = new Map([...idsOf(document)].map((id, index) => [id, `id${index}`]));
  return JSON.parse(JSON.stringify(document), (key, value) => (key === "id" ? numbers.get(value) : value));
}

describe("any edits one after the other", () => {
  it("leave a document that is valid, with every id once", () => {
    fc.assert(
      fc.property(edits, (list) => {
        const document = edited(testFlow(), list);
        const parsed = flowDocumentSchema.safeParse(document);
        expect(parsed.error?.issues ?? []).toEqual([]);
        const ids = [...JSON.stringify(document).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 150 },
    );
  });

  it("give a flow that comes out of the clipboard as it went in", () => {
    fc.assert(
      fc.property(edits, (list) => {
        const document = edited(testFlow(), list);
        const clip = readClip(writeClip(copyCards(document, allKeys(document))));
        if (!clip) throw new Error("The text of a copy is not read as one.");
        const empty = emptyFlow(document.name);
        const ids = idSource(document, () => 0.7);
        const pasted = pasteCards(empty, clip, { nodes: testNodes, ids, workspace: "" });
        expect(withoutIds(pasted.document)).toEqual(withoutIds(document));
      }),
      { numRuns: 150 },
    );
  });
});
