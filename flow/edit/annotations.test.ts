import { expect, it } from "vitest";
import { countedChanges, diffFlows } from "../diff/diff-flows";
import { flowDocumentSchema } from "../document/flow-document";
import { addGroup, addNote, groupKey, groupRects, noteKey, setNoteText } from "./annotations";
import { copyCards } from "./clip";
import { testFlow, testNodes } from "./edit-fixture";
import { idSource } from "./new-ids";
import { removeCards } from "./remove-cards";
import { renameTopic } from "./topic-commands";

function annotated() {
  const ids = idSource(testFlow(), () => 0.3);
  const note = addNote(testFlow(), ids, { x: 0, y: 0 });
  const written = setNoteText(note.document, note.id, "# Why");
  const group = addGroup(written, ids, "Payment", ["topic:user.paid", "consumer:thanks"]);
  return { document: group.document, note: note.id, group: group.id };
}

it("are part of a valid document, and nothing that a deployment changes", () => {
  const { document } = annotated();
  expect(flowDocumentSchema.parse(document)).toEqual(document);
  expect(countedChanges(diffFlows(testFlow(), document, testNodes))).toEqual([]);
});

it("a group follows its topic's name, loses removed cards, and goes with the last one", () => {
  const { document } = annotated();
  const renamed = renameTopic(document, "user.paid", "user.upgraded", testNodes);
  expect(renamed.groups?.[0]?.cards).toEqual(["topic:user.upgraded", "consumer:thanks"]);
  const without = removeCards(renamed, ["consumer:thanks"], testNodes).document;
  expect(without.groups?.[0]?.cards).toEqual(["topic:user.upgraded"]);
  expect(removeCards(without, ["topic:user.upgraded"], testNodes).document.groups).toEqual([]);
});

it("a removed group leaves its cards; a note is copied and removed like a card", () => {
  const { document, note, group } = annotated();
  const removed = removeCards(document, [groupKey(group), noteKey(note)], testNodes).document;
  expect([removed.groups, removed.notes, removed.consumers.length]).toEqual([[], [], 2]);
  expect(copyCards(document, [noteKey(note)]).notes).toHaveLength(1);
});

it("a frame lies around the cards that are there", () => {
  const { document, group } = annotated();
  const rects = new Map([["topic:user.paid", { x: 100, y: 100, width: 224, height: 56 }]]);
  expect(groupRects(document, rects).get(group)).toEqual({ x: 80, y: 56, width: 264, height: 120 });
});
