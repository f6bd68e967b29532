import {
  FilterX,
  FlaskConical,
  FlaskConicalOff,
  LayoutGrid,
  PanelBottomClose,
  PanelBottomOpen,
  PanelLeftClose,
  PanelLeftOpen,
  PanelRightClose,
  PanelRightOpen,
  Pin,
  ScrollText,
  Send,
  SendHorizontal,
  Trash2,
  TriangleAlert,
  X,
} from "lucide-react";
import { areTestEventsHidden, hideTestEvents } from "@/app/_live/test-traffic/use-test-traffic";
import { foldPalette, isPaletteFolded } from "../panels/palette";
import { sampleToTry } from "../samples/sample-choice";
import type { DrawerTab, EditorStore } from "../state/editor-store";
import { focusElement } from "../state/focus";
import { inspectedKey } from "../state/inspected-key";
import { focusKeyOf } from "../state/selection";
import type { Short } from "./command";
import { deleteSample, newSample, pinSample } from "./sample-actions";

/** Opens a part of the drawer and gives it the keyboard. */
function showDrawer(store: EditorStore, tab: DrawerTab): void {
  store.setState({ drawer: { isOpen: true, tab }, wantedInDrawer: "first" });
}

/** What can be done with samples, and with what a run on one of them showed. */
export function sampleCommands(store: EditorStore): Short[] {
  const state = store.getState();
  const sample = sampleToTry(state);
  const isPinned = sample?.key.startsWith("pinned:") === true;
  const { isReallySending, trial } = state;
  return [
    [
      "Choose a sample…",
      FlaskConical,
      () => {
        store.setState({ shownResult: undefined });
        showDrawer(store, "test");
      },
      { synonyms: ["test", "example", "payload"] },
    ],
    ...(sample === undefined
      ? []
      : ([
          [
            "New sample",
            FlaskConical,
            () => newSample(store, sample.sample.topic),
            { synonyms: ["test", "example"] },
          ],
          isPinned
            ? ["Delete this sample", Trash2, () => deleteSample(store, sample)]
            : ["Pin this sample", Pin, () => pinSample(store, sample), { synonyms: ["keep", "save"] }],
          [
            isReallySending ? "Send nothing in the next run" : "Really send in the next run",
            SendHorizontal,
            () =>
              store.setState({ drawer: { isOpen: true, tab: "test" }, isReallySending: !isReallySending }),
            { synonyms: ["sandbox", "outside", "for real"] },
          ],
          [
            "Send a test event…",
            Send,
            () => store.setState({ drawer: { isOpen: true, tab: "test" }, isSendOpen: true }),
            { synonyms: ["publish", "fire"] },
          ],
        ] satisfies Short[])),
    ...(trial === undefined
      ? []
      : ([
          ["Clear results", X, () => store.setState({ trial: undefined, shownResult: undefined })],
        ] satisfies Short[])),
  ];
}

/** The drawer, the form at the right, the list at the left, and the way out. */
export function panelCommands(store: EditorStore): Short[] {
  const state = store.getState();
  const { drawer, liveFilter, isReadOnly } = state;
  const areTestsHidden = areTestEventsHidden();
  const isFiltered = Object.values(liveFilter).some((value) => value !== undefined);
  const isFolded = isPaletteFolded(state);
  const isFormOpen = state.isInspectorOpen && inspectedKey(state) !== undefined;
  const closeForm = () => {
    store.setState({ isInspectorOpen: false });
    const back = focusKeyOf(store.getState().selection);
    if (back !== undefined) focusElement(back);
  };
  return [
    ["Show the last events", ScrollText, () => showDrawer(store, "live"), { synonyms: ["live", "log"] }],
    areTestsHidden
      ? ["Show test events", FlaskConical, () => hideTestEvents(false), { synonyms: ["traffic"] }]
      : ["Hide test events", FlaskConicalOff, () => hideTestEvents(true), { synonyms: ["traffic"] }],
    ...(isFiltered
      ? ([["Show all events", FilterX, () => store.setState({ liveFilter: {} })]] satisfies Short[])
      : []),
    [
      "Show all problems",
      TriangleAlert,
      () => showDrawer(store, "problems"),
      { synonyms: ["issues", "errors"] },
    ],
    drawer.isOpen
      ? ["Close the drawer", PanelBottomClose, () => store.setState({ drawer: { ...drawer, isOpen: false } })]
      : ["Open the drawer", PanelBottomOpen, () => showDrawer(store, drawer.tab)],
    ...(inspectedKey(state) === undefined || state.isPhone
      ? []
      : ([
          isFormOpen
            ? ["Close the form", PanelRightClose, closeForm, { synonyms: ["inspector"] }]
            : [
                "Show the form",
                PanelRightOpen,
                () => store.setState({ isInspectorOpen: true, wantedField: "" }),
                { synonyms: ["inspector"] },
              ],
        ] satisfies Short[])),
    ...(isReadOnly
      ? []
      : ([
          [
            isFolded ? "Widen what can be added" : "Fold what can be added",
            isFolded ? PanelLeftOpen : PanelLeftClose,
            () => foldPalette(store, !isFolded),
            { synonyms: ["palette", "widen", "fold"] },
          ],
        ] satisfies Short[])),
    [
      "All flows",
      LayoutGrid,
      () => document.querySelector<HTMLElement>("[data-all-flows]")?.click(),
      { synonyms: ["home", "leave", "back"] },
    ],
  ];
}
