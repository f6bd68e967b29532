import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { keyGroups } from "../keys-list";
import { wiresIn } from "../state/derived";
import { createEditorStore, type DrawerTab, type EditorState } from "../state/editor-store";
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

const bars = [
  "_canvas/canvas-controls.tsx",
  "_canvas/selection-bar.tsx",
  "_editor/inspector/step-inspector.tsx",
  "_editor/panels/drawer.tsx",
  "_editor/panels/filter-pill.tsx",
  "_editor/panels/palette.tsx",
  "_editor/samples/sample-editor.tsx",
  "_editor/samples/trial-list.tsx",
  "_editor/top-bar.tsx",
];

/** The names of the buttons with an icon alone, as the source has them. */
function iconLabels(file: string): string[] {
  const source = readFileSync(join(import.meta.dirname, "../..", file), "utf8");
  return [...source.matchAll(/<IconButton\b[^>]*?\slabel=("[^"]+"|\{[^}]+\})/g)].flatMap(([, value = ""]) =>
    [...value.matchAll(/"([^"]+)"/g)].flatMap(([, label]) => label ?? []),
  );
}

it("runs everything that a button with an icon does", () => {
  const store = open();
  const sample = { key: "pinned:s", name: "Ana", sample: { topic: "signed.up", data: {} } };
  const pinned = { id: "s", name: "Ana", topic: "signed.up", data: {} };
  const states: readonly Partial<EditorState>[] = [
    {},
    { isMapShown: true, isLiveHidden: true, isPaletteFolded: true, liveFilter: { topic: "signed.up" } },
    { drawer: { isOpen: true, tab: "test" }, trial: { kind: "failed", message: "" }, isPaletteFolded: false },
    { chosen: sample, document: { ...store.getState().document, samples: [pinned] } },
    { selection: { kind: "cards", keys: ["producer:form1", "topic:signed.up"] } },
  ];
  const titles = states.flatMap((state) => {
    store.setState(state);
    return commandsNow(store).map(({ title }) => title);
  });
  const labels = bars.flatMap(iconLabels);
  expect(labels).toContain("Zoom in");
  for (const label of labels) {
    expect(
      titles.some((title) => title.startsWith(label)),
      label,
    ).toBe(true);
  }
});

it.each([
  ["live", "Show the last events"],
  ["problems", "Show all problems"],
  ["test", "Choose a sample…"],
] satisfies readonly (readonly [DrawerTab, string])[])("opens the tab %s of the drawer", (tab, title) => {
  const store = open();
  commandsNow(store)
    .find((command) => command.title === title)
    ?.run();
  expect(store.getState().drawer).toEqual({ isOpen: true, tab });
});

/** Buttons that show words alone, and the command that does the same where it is called otherwise. */
const worded: Readonly<Record<string, readonly (readonly [button: string, command?: string])[]>> = {
  "_editor/top-bar.tsx": [["Run draft"]],
  "_editor/samples/test-bar.tsx": [["Send event…", "Send a test event…"]],
  "_editor/samples/sample-editor.tsx": [["Pin", "Pin this sample"]],
  "_editor/inspector/branch-inspector.tsx": [["Remove branch", "Remove"]],
  "_editor/inspector/step-inspector.tsx": [["Add branch"]],
  "_editor/inspector/topic-inspector.tsx": [["Rename"], ["Show events"]],
  "_editor/inspector/wire-inspector.tsx": [
    ["Show where", "Go to the first problem"],
    ["Show events"],
    ["Insert…", "Add"],
    ["Remove wire"],
  ],
  "_editor/outline/outline.tsx": [
    ["Add…", "Quick add…"],
    ["Find", "Find on the canvas…"],
    ["Show the canvas", "Show the outline"],
  ],
};

/** The words of the buttons of a file that show nothing else. */
function wordsOf(file: string): string[] {
  const source = readFileSync(join(import.meta.dirname, "../..", file), "utf8");
  return [...source.matchAll(/<(?:Text)?Button\b[\s\S]*?>\s*([A-Z][A-Za-z …]+)\s*<\/(?:Text)?Button>/g)].map(
    ([, words = ""]) => words.trim(),
  );
}

it("runs everything that a button with words alone does", () => {
  const store = open();
  const titles = [undefined, ...everything(store)].flatMap((one) => {
    if (one) store.select(one[1]);
    return commandsNow(store).map(({ title }) => title);
  });
  for (const [file, buttons] of Object.entries(worded)) {
    expect(wordsOf(file), file).toEqual(buttons.map(([button]) => button));
    for (const [button, command = button] of buttons) {
      expect(
        titles.some((title) => title.startsWith(command)),
        button,
      ).toBe(true);
    }
  }
});
