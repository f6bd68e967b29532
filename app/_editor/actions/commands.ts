import {
  AlignCenterHorizontal,
  ClipboardPaste,
  Copy,
  CopyPlus,
  Cylinder,
  Eye,
  EyeOff,
  Group,
  History,
  Keyboard,
  ListChecks,
  ListTree,
  Map as MapIcon,
  Maximize,
  Minus,
  PencilLine,
  Play,
  Plus,
  Redo2,
  Rocket,
  Scan,
  Scissors,
  Search,
  SquareDashedMousePointer,
  StickyNote,
  Trash2,
  TriangleAlert,
  Undo2,
  Wand,
} from "lucide-react";
import { nodeIcon } from "@/app/_ui/node-icon";
import { cardNameIn } from "@/flow/graph/wire-words";
import { addConsumer, quickAdd } from "../panels/palette";
import type { EditorStore } from "../state/editor-store";
import { focusFlowName } from "../state/focus";
import { focusKeyOf } from "../state/selection";
import { addProducer } from "./add-actions";
import { arrangeCards } from "./arrange-actions";
import { openFind } from "./ask-actions";
import { removeSelected, stepName } from "./change-actions";
import { duplicateSelected, pasteFromMenu } from "./clipboard-actions";
import { type Command, commandsIn, type Short } from "./command";
import { menuEntries } from "./menu-entries";
import { addNoteHere, groupSelected } from "./note-actions";
import { panelCommands, sampleCommands } from "./panel-commands";
import { showProblem } from "./problem-actions";
import { alignments, alignSelected } from "./select-actions";
import { selectAll } from "./select-all";

/** Everything that the editor can do now: with what is selected, with the whole drawing, and with what is shown. */
export function commandsNow(store: EditorStore): readonly Command[] {
  const { isReadOnly } = store.getState();
  const looking = [...lookCommands(store), ...selectionCommands(store)];
  return isReadOnly ? looking : [...selectionCommands(store), ...drawCommands(store), ...lookCommands(store)];
}

/** What the menu of the selected thing offers, and what several cards can be done with. */
function selectionCommands(store: EditorStore): Command[] {
  const { selection, document, isReadOnly } = store.getState();
  if (selection.kind === "cards" && selection.keys.length > 1) {
    const group = `${selection.keys.length} cards`;
    const some: Short[] = [
      [
        "Show what is selected",
        Scan,
        () => store.getState().view?.showCards(selection.keys),
        { shortcut: "2" },
      ],
      ...(isReadOnly
        ? []
        : [
            [
              "Group",
              Group,
              () => groupSelected(store),
              { shortcut: "G", synonyms: ["frame"] },
            ] satisfies Short,
            ...alignments.map(
              ({ way, label }): Short => [label, AlignCenterHorizontal, () => alignSelected(store, way)],
            ),
            ["Remove", Trash2, () => removeSelected(store), { shortcut: "Delete" }] satisfies Short,
          ]),
    ];
    return commandsIn(group, some);
  }
  const key = focusKeyOf(selection);
  if (key === undefined) return [];
  const group =
    selection.kind === "step" ? stepName(store, selection.id) : cardNameIn(document, key) || "Selected";
  return menuEntries(store, key).flatMap((entry) =>
    entry === "line" || entry.why !== undefined
      ? []
      : commandsIn(group, [
          [
            entry.label,
            entry.icon,
            entry.onSelect,
            entry.shortcut === undefined ? {} : { shortcut: entry.shortcut },
          ],
        ]),
  );
}

function drawCommands(store: EditorStore): Command[] {
  const { nodes, history, selection } = store.getState();
  const [undone, redone] = [history.past.at(-1), history.future.at(-1)];
  const isCopied = selection.kind === "step" || selection.kind === "cards";
  const centre = { key: "canvas-middle" } as const;
  return [
    ...commandsIn("Edit", [
      ...(undone
        ? [[`Undo: ${undone.title}`, Undo2, store.undo, { shortcut: "Mod+Z" }] satisfies Short]
        : []),
      ...(redone
        ? [[`Redo: ${redone.title}`, Redo2, store.redo, { shortcut: "Mod+Shift+Z" }] satisfies Short]
        : []),
      ...(isCopied
        ? ([
            ["Copy", Copy, () => document.execCommand("copy"), { shortcut: "Mod+C" }],
            ["Cut", Scissors, () => document.execCommand("cut"), { shortcut: "Mod+X" }],
            ["Duplicate", CopyPlus, () => duplicateSelected(store), { shortcut: "Mod+D" }],
          ] satisfies Short[])
        : []),
      [
        "Paste",
        ClipboardPaste,
        () => void pasteFromMenu(store),
        { shortcut: "Mod+V", synonyms: ["insert", "import"] },
      ],
      ["Select all cards", SquareDashedMousePointer, () => selectAll(store), { shortcut: "Mod+A" }],
      [
        "Arrange cards",
        Wand,
        () => void arrangeCards(store),
        { shortcut: "L", synonyms: ["layout", "tidy"] },
      ],
    ]),
    ...commandsIn("Add", [
      ["Quick add…", Plus, () => quickAdd(store), { shortcut: "N" }],
      ...nodes.producers.map(
        (definition): Short => [
          `Add ${definition.title}`,
          nodeIcon(definition.icon),
          () => addProducer(store, definition),
          { synonyms: definition.synonyms },
        ],
      ),
      [
        "Add a topic…",
        Cylinder,
        () => store.setState({ prompt: { kind: "name-topic", asker: undefined, anchor: centre } }),
      ],
      [
        "Add a note",
        StickyNote,
        () => addNoteHere(store),
        { shortcut: "T", synonyms: ["text", "comment", "markdown"] },
      ],
      ["Add a consumer…", ListChecks, () => addConsumer(store, centre)],
    ]),
    ...commandsIn("Flow", [
      ["Rename the flow", PencilLine, () => focusFlowName(), { synonyms: ["name", "title"] }],
      [
        "Run draft",
        Play,
        () => store.setState({ wantedRun: {} }),
        { shortcut: "Mod+Enter", synonyms: ["test", "try", "execute"] },
      ],
      ...sampleCommands(store),
      [
        "Deploy",
        Rocket,
        () => store.setState({ isDeployWanted: true }),
        { synonyms: ["publish", "release", "go live"] },
      ],
      ["Go to the first problem", TriangleAlert, () => showProblem(store), { synonyms: ["error", "fix"] }],
    ]),
  ];
}

function lookCommands(store: EditorStore): Command[] {
  const { view, isMapShown, isLiveHidden, isOutlineOpen } = store.getState();
  return commandsIn("View", [
    [
      "Find on the canvas…",
      Search,
      () => openFind(store),
      { shortcut: "/", synonyms: ["search", "jump", "go to"] },
    ],
    [
      isOutlineOpen ? "Show the canvas" : "Show the outline",
      ListTree,
      () => store.setState({ isOutlineOpen: !isOutlineOpen }),
      { shortcut: "O", synonyms: ["outline", "list", "table", "tree"] },
    ],
    ...(isOutlineOpen
      ? []
      : ([
          ["Show all", Maximize, () => view?.showAll(), { shortcut: "1", synonyms: ["fit", "zoom"] }],
          ["Zoom in", Plus, () => view?.zoomIn(), { shortcut: "+" }],
          ["Zoom out", Minus, () => view?.zoomOut(), { shortcut: "-" }],
          ["Zoom to 100 %", Scan, () => view?.zoomToFull(), { shortcut: "0" }],
          [
            isMapShown ? "Hide the small map" : "Show the small map",
            MapIcon,
            () => store.setState({ isMapShown: !isMapShown }),
            { shortcut: "M", synonyms: ["minimap", "overview"] },
          ],
          [
            isLiveHidden ? "Show live numbers" : "Hide live numbers",
            isLiveHidden ? Eye : EyeOff,
            () => store.setState({ isLiveHidden: !isLiveHidden }),
            { synonyms: ["counts", "rates", "dots", "figures"] },
          ],
        ] satisfies Short[])),
    [
      "History…",
      History,
      () => store.setState({ isHistoryOpen: true }),
      { synonyms: ["revisions", "compare", "roll back", "versions", "undo deployment"] },
    ],
    ...panelCommands(store),
    [
      "Keys",
      Keyboard,
      () => store.setState({ isKeysOpen: true }),
      { shortcut: "?", synonyms: ["shortcuts", "help"] },
    ],
  ]);
}
