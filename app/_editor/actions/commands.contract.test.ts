import { expect, it } from "vitest";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { keyGroups } from "../keys-list";
import { wiresIn } from "../state/derived";
import { createEditorStore } from "../state/editor-store";
import { type Selection, selectCard } from "../state/selection";
import { commandsNow } from "./commands";
import { menuEntries } from "./menu-entries";

/** Keys that only lead from one thing to the next, or that hold while the mouse is used: there is nothing to be run. */
const leading = new Set(["Left / Right", "Up / Down", "W", "Escape", "Shift", "Mod+K"]);

function open() {
  const base = testFlow();
  const document = {
    ...base,
    notes: [{ id: "note1", text: "Remember", position: { x: 0, y: 400 } }],
  };
  const store = createEditorStore({ nodes: testNodes, document });
  // Something was done and undone, as it is in the middle of work.
  store.edit("Rename flow", (current) => ({ ...current, name: "Other" }));
  store.edit("Rename flow", (current) => ({ ...current, name: "Another" }));
  store.undo();
  return store;
}

function everything(
  store: ReturnType<typeof open>,
): readonly (readonly [key: string, selection: Selection])[] {
  const { document } = store.getState();
  const wire = wiresIn(store.getState())[0]?.id ?? "";
  const step = document.consumers[0]?.steps[0]?.id ?? "";
  const branch = document.consumers[0]?.steps[1]?.branches?.[0]?.id ?? "";
  const cards = ["producer:form1", "topic:signed.up", "consumer:welcome", "note:note1"];
  return [
    ...cards.map((key) => [key, selectCard(key)] as const),
    [`wire:${wire}`, { kind: "wire", id: wire }],
    [`step:${step}`, { kind: "step", id: step }],
    [`branch:${branch}`, { kind: "branch", id: branch }],
  ];
}

it("runs everything that a menu offers", () => {
  const store = open();
  for (const [key, selection] of everything(store)) {
    store.select(selection);
    const offered = menuEntries(store, key).flatMap((entry) =>
      entry === "line" || entry.why !== undefined ? [] : [entry.label],
    );
    expect(offered, key).not.toEqual([]);
    expect(
      commandsNow(store).map(({ title }) => title),
      key,
    ).toEqual(expect.arrayContaining(offered));
  }
});

it("runs everything that a key does", () => {
  const store = open();
  const selections: Selection[] = [
    ...everything(store).map(([, selection]) => selection),
    { kind: "cards", keys: ["producer:form1", "topic:signed.up"] },
  ];
  const shortcuts = new Set(
    selections.flatMap((selection) => {
      store.select(selection);
      return commandsNow(store).flatMap(({ shortcut }) => shortcut ?? []);
    }),
  );
  const keys = keyGroups
    .flatMap((group) => group.keys.map(([key]) => key))
    .filter((key) => !leading.has(key))
    .flatMap((key) => (key === "Mod+C / X / V" ? ["Mod+C", "Mod+X", "Mod+V"] : key.split(" / ")));
  expect([...shortcuts]).toEqual(expect.arrayContaining(keys));
});
