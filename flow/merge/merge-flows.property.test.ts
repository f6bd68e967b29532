import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSame } from "../diff/is-same";
import { type FlowDocument, flowDocumentSchema } from "../document/flow-document";
import { testFlow, testNodes } from "../edit/edit-fixture";
import { limitReached } from "../edit/limits";
import { idSource } from "../edit/new-ids";
import { anyEdit, type Edit } from "../testing/random-edits";
import { minorFields } from "./conflict";
import { type MergedFlow, mergeFlows } from "./merge-flows";
import { ownerOf, type Parts, takeApart } from "./parts";

const edits = fc.array(anyEdit(testNodes), { maxLength: 8 });
const both = fc.record({ before: edits, mine: edits, theirs: edits });

/** As two browsers would edit: new ids are never the same. */
function edited(start: FlowDocument, list: readonly Edit[], seed: number): FlowDocument {
  let number = seed;
  const random = () => {
    number = (number * 7919 + 104_729) % 1_679_616;
    return number / 1_679_616;
  };
  return list.reduce((document, edit) => {
    const next = edit(document, idSource(document, random));
    return limitReached(next) === undefined ? next : document;
  }, start);
}

function states({ before, mine, theirs }: { before: Edit[]; mine: Edit[]; theirs: Edit[] }) {
  const base = edited(testFlow(), before, 1);
  return { base, mine: edited(base, mine, 2), theirs: edited(base, theirs, 3), nodes: testNodes };
}

function merged(merge: Parameters<typeof mergeFlows>[0]): MergedFlow {
  const result = mergeFlows(merge);
  if (!result) throw new Error("These documents cannot be merged.");
  return result;
}

function apart(document: FlowDocument): Parts {
  const parts = takeApart(document);
  if (!parts) throw new Error("Two things of this document share an id.");
  return parts;
}

describe("a merge of any edits", () => {
  it("of one side alone is that side", () => {
    fc.assert(
      fc.property(both, (lists) => {
        const { base, mine } = states(lists);
        const unchanged = merged({ base, mine, theirs: base, nodes: testNodes });
        expect(unchanged).toEqual({ document: mine, conflicts: [] });
        expect(unchanged.document).toBe(mine);
        expect(merged({ base, mine: base, theirs: mine, nodes: testNodes })).toEqual({
          document: mine,
          conflicts: [],
        });
        expect(merged({ base, mine, theirs: mine, nodes: testNodes }).document).toBe(mine);
      }),
      { numRuns: 60 },
    );
  });

  it("is valid, with every id once, and merging it again changes nothing", () => {
    fc.assert(
      fc.property(both, (lists) => {
        const merge = states(lists);
        const { document } = merged(merge);
        expect(flowDocumentSchema.safeParse(document).error?.issues ?? []).toEqual([]);
        expect(takeApart(document)).toBeDefined();
        expect(merged({ ...merge, base: merge.theirs, mine: document }).document).toBe(document);
      }),
      { numRuns: 60 },
    );
  });

  it("without a conflict is the same whoever merges", () => {
    fc.assert(
      fc.property(both, (lists) => {
        const merge = states(lists);
        const here = merged(merge);
        const there = merged({ ...merge, mine: merge.theirs, theirs: merge.mine });
        const keys = ({ conflicts }: MergedFlow) => new Set(conflicts.map(({ key }) => key));
        expect(keys(there)).toEqual(keys(here));
        if (here.conflicts.length === 0) expect(there.document).toEqual(here.document);
      }),
      { numRuns: 60 },
    );
  });

  it("loses no change of either side without saying so, whatever was chosen", () => {
    fc.assert(
      fc.property(both, fc.constantFrom("mine", "theirs"), (lists, side) => {
        const merge = states(lists);
        const { conflicts } = merged(merge);
        const choices = new Map(conflicts.map(({ key }) => [key, side]));
        const result = merged({ ...merge, choices });
        for (const changed of [merge.mine, merge.theirs]) {
          expect(lostChanges(merge.base, changed, result)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** What one side did that is not in the result, and that no conflict tells of. */
function lostChanges(
  base: FlowDocument,
  changed: FlowDocument,
  { document, conflicts }: MergedFlow,
): string[] {
  const [before, after, result] = [apart(base), apart(changed), apart(document)];
  const told = new Set(conflicts.map(({ key }) => key));
  const isTold = (parts: Parts, key: string): boolean => {
    if (told.has(`removed ${key}`)) return true;
    const list = parts.parts.get(key)?.list ?? "";
    return list !== "" && isTold(parts, ownerOf(list));
  };
  const lost: string[] = [];
  for (const [key, part] of after.parts) {
    const old = before.parts.get(key);
    const now = result.parts.get(key);
    if (isTold(after, key) || isTold(before, key)) continue;
    if (!now) {
      // Removed by the other one, and untouched here.
      const isChanged =
        !old ||
        old.list !== part.list ||
        [...part.fields].some(
          ([name, value]) => !minorFields.has(name) && !isSame(value, old.fields.get(name)),
        );
      if (isChanged) lost.push(key);
      continue;
    }
    if (old && old.list !== part.list && now.list !== part.list && !told.has(`place ${key}`)) {
      lost.push(`place of ${key}`);
    }
    for (const name of new Set([...part.fields.keys(), ...(old?.fields.keys() ?? [])])) {
      const [was, is, got] = [old?.fields.get(name), part.fields.get(name), now.fields.get(name)];
      if (isSame(was, is) || told.has(`${key} ${name}`)) continue;
      if (Array.isArray(is) && Array.isArray(got) && Array.isArray(was ?? [])) {
        const added = is.filter((item) => !isListed(was, item));
        const gone = Array.isArray(was) ? was.filter((item) => !is.includes(item)) : [];
        const isIn = added.every((item) => got.includes(item)) && !gone.some((item) => got.includes(item));
        if (isIn) continue;
      }
      if (!isSame(is, got)) lost.push(`${key} ${name}`);
    }
  }
  for (const [key] of before.parts) {
    const isStillNamed = key.startsWith("topic:") && result.parts.has(key);
    if (after.parts.has(key) || !result.parts.has(key) || isStillNamed) continue;
    if (!isTold(before, key) && !isTold(result, key)) lost.push(`removal of ${key}`);
  }
  return lost;
}

function isListed(list: unknown, item: unknown): boolean {
  return Array.isArray(list) && list.includes(item);
}
