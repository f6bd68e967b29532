import { createStore, type StoreApi } from "zustand/vanilla";
import { type LiveFlow, noLiveFlow } from "@/app/_live/live-flow";
import type { FlowDocument } from "@/flow/document/flow-document";
import { limitReached } from "@/flow/edit/limits";
import { type IdSource, idSource } from "@/flow/edit/new-ids";
import type { Point } from "@/flow/graph/placement";
import type { StepPlace } from "@/flow/graph/step-tree";
import type { Issue } from "@/flow/issue";
import type { NodeLookup } from "@/flow/node/node-lookup";
import type { OtherFlows } from "@/flow/validate/rule";
import type { Visitor } from "@/server/live/flow-visitors";
import type { TailPosition } from "@/server/live/watch-topics";
import type { LiveFilter } from "../panels/live-filter";
import { nothingObserved, type Observed } from "../samples/known-document";
import type { ChosenSample, Trial } from "../samples/trial";
import type { Elsewhere } from "./elsewhere";
import { emptyHistory, type History, type Received, receive, redo, remember, seal, undo } from "./history";
import type { Ghost, Prompt } from "./prompt";
import type { Question } from "./questions";
import { focusKeyOf, noSelection, onlyCard, type Selection } from "./selection";

/** How the draft stands with the server. */
export type SaveState =
  | { readonly kind: "saved"; readonly at: Date | undefined }
  | { readonly kind: "unsaved" }
  | { readonly kind: "saving" }
  /** Kept in this browser until the server is back. */
  | { readonly kind: "offline"; readonly changedAt: Date }
  | { readonly kind: "refused"; readonly reason: string }
  /** Somebody else saved a newer version, and both changed the same. */
  | {
      readonly kind: "conflict";
      readonly theirs: FlowDocument;
      readonly version: number;
      readonly by: string;
      readonly at: Date;
      /** What is still to be decided; absent when the two could not be joined part by part. */
      readonly questions: readonly Question[] | undefined;
    };

export interface ProducerAddress {
  readonly address?: string | undefined;
  readonly formAddress?: string | undefined;
  readonly isUnreadable?: boolean | undefined;
  readonly keptSamples: number;
}

/** What the drawing can do for commands that stand elsewhere; there while it is drawn. */
export interface CanvasView {
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly zoomToFull: () => void;
  readonly showAll: () => void;
  readonly showCards: (keys: readonly string[]) => void;
  /** A place of the drawing in the middle of what is seen. */
  readonly middle: () => Point;
}

export type DrawerTab = "live" | "problems" | "test";

export interface EditorState {
  readonly nodes: NodeLookup;
  /** Slugs, as they stand in addresses. */
  readonly workspace: string;
  readonly flow: string;
  readonly isReadOnly: boolean;
  /** So narrow that the drawing is for looking only. */
  readonly isPhone: boolean;
  /** What is known about the running flow. */
  readonly live: LiveFlow;
  /** Pauses a deployed consumer or lets it go on. */
  readonly setPaused: (consumerId: string, isPaused: boolean) => void;
  /** Puts everything that a deployed consumer has given up back to work. */
  readonly retryFailed: (consumerId: string) => void;
  /** Says why something that was asked for cannot be. */
  readonly refuse: (reason: string) => void;
  /** Goes to the page of an event. */
  readonly openEvent: (topic: string, offset: number) => void;

  /** The truth: saved, undoable. */
  readonly document: FlowDocument;
  readonly history: History;
  readonly save: SaveState;
  /** The document of the live revision; absent before the first deployment. */
  readonly deployed: FlowDocument | undefined;
  /** Where its topics ended when it was seen to be live; absent where that is too long ago to go on from. */
  readonly heads: TailPosition | undefined;
  /** Number of the live revision. */
  readonly revision: number | undefined;
  readonly flowState: "draft" | "live" | "paused";
  /** Topics that other flows publish and consume: rules about missing ends look at the whole workspace. */
  readonly others: OtherFlows;
  /** Which other flows those are, by topic. */
  readonly elsewhere: Elsewhere;
  /** Where producers are reached, by their id in the document; known once the draft was saved with them. */
  readonly addresses: ReadonlyMap<string, ProducerAddress>;
  /** Producers of the live revision that cannot send, and why. */
  readonly failedProducers: readonly { readonly nodeId: string; readonly message: string }[];
  /** What events looked like that really came. */
  readonly observed: Observed;
  /** What the schemas of its topics say about the flow; absent while there are none. */
  readonly typed:
    | {
        /** An example of each, so that their fields are known. */
        readonly samples: FlowDocument["samples"];
        readonly validate: (state: EditorState) => readonly Issue[];
      }
    | undefined;
  /** Who else has this flow open. */
  readonly visitors: readonly Visitor[];
  /** Topics that hold stored events. */
  readonly filledTopics: ReadonlySet<string>;

  /** Below: this session only. */
  readonly selection: Selection;
  /** `data-key` of what the keyboard is on: the one thing of the canvas that Tab reaches. */
  readonly cursor: string | undefined;
  readonly hoveredWire: string | undefined;
  /** Cards glide to their places while this holds. */
  readonly isArranging: boolean;
  /** Steps and cards whose form was not left yet: unfinished, not wrong. */
  readonly fresh: ReadonlySet<string>;
  readonly prompt: Prompt | undefined;
  readonly ghost: Ghost | undefined;
  readonly isInspectorOpen: boolean;
  readonly isKeysOpen: boolean;
  /** The form that is filled in beside the canvas, by its producer. */
  readonly formPanel: string | undefined;
  /** The consumer whose stored events are to be replayed, and of which topics. */
  readonly replayed: { readonly consumerId: string; readonly topics: readonly string[] } | undefined;
  /** The revisions are shown. */
  readonly isHistoryOpen: boolean;
  /** Somebody else than the button asked to run the draft, or what leads to one step. */
  readonly wantedRun: { readonly upTo?: string | undefined } | undefined;
  /** The dialog that sends a real event. */
  readonly isSendOpen: boolean;
  /** Somebody else than the button asked to deploy. */
  readonly isDeployWanted: boolean;
  readonly menu: { readonly key: string; readonly x: number; readonly y: number } | undefined;
  /** A step that is being dragged by its grip, and where it would go. */
  readonly stepDrag: { readonly stepId: string; readonly place: StepPlace | undefined } | undefined;
  /** Field of the inspector that takes the focus as soon as it is there. */
  readonly wantedField: string | undefined;
  /** A card that should be brought into sight, the ghost, or `all` cards. */
  readonly reveal: string | undefined;
  readonly view: CanvasView | undefined;
  /** The note or group whose words are written now. */
  readonly edited: string | undefined;
  /** The small picture of the whole drawing. */
  readonly isMapShown: boolean;
  /** The drawing alone, without what is measured. */
  readonly isLiveHidden: boolean;
  /** The list in place of the drawing, which can do all that the drawing can. */
  readonly isOutlineOpen: boolean;
  /** The consumer whose steps are shown as one wide list. */
  readonly consumerView: string | undefined;
  readonly drawer: { readonly isOpen: boolean; readonly tab: DrawerTab };
  /** The event that the draft is tried on; absent: the one that is most likely meant. */
  readonly chosen: ChosenSample | undefined;
  /** The last time that the draft was tried. */
  readonly trial: Trial | undefined;
  /** The next run acts outside. */
  readonly isReallySending: boolean;
  /** Whose result the drawer shows: a delivery of the trial and one of its steps. */
  readonly shownResult: { readonly delivery: number; readonly stepId?: string | undefined } | undefined;
  /** What takes the focus as soon as it is in the drawer: the first thing in it, or the payload of a sample. */
  readonly wantedInDrawer: "first" | "payload" | undefined;
  /** What was last chosen for the palette; absent: as it was left, else wide until there is a card. */
  readonly isPaletteFolded: boolean | undefined;
  readonly liveFilter: LiveFilter;
  /** Read out by screen readers. */
  readonly announcement: string;
}

export interface EditOptions {
  /** Selected afterwards; the selection stays when absent. */
  readonly select?: Selection | undefined;
  /** Ids of things that are new and may be unfinished without being wrong. */
  readonly fresh?: readonly string[] | undefined;
  readonly mergeKey?: string | undefined;
  /** Read out in place of the title. */
  readonly announce?: string | undefined;
}

export interface EditorStore extends StoreApi<EditorState> {
  /** Applies a command as one undo step with this name. A command that changes nothing leaves no step. */
  edit(
    title: string,
    command: (document: FlowDocument, ids: IdSource) => FlowDocument,
    options?: EditOptions,
  ): void;
  undo(): void;
  redo(): void;
  /** Takes up what somebody else did: no undo step of its own, and undoing keeps it. */
  receive(received: Received, announcement: string): void;
  select(selection: Selection): void;
  announce(sentence: string): void;
  /** Ends the series of edits that undo as one. */
  sealHistory(): void;
}

/** Makes the store of one mounted editor. */
export function createEditorStore(
  initial: Pick<EditorState, "nodes" | "document"> & Partial<EditorState>,
  random: () => number = Math.random,
): EditorStore {
  const store = createStore<EditorState>(() => ({
    workspace: "",
    flow: "",
    isReadOnly: false,
    isPhone: false,
    live: noLiveFlow,
    setPaused: () => undefined,
    retryFailed: () => undefined,
    refuse: () => undefined,
    view: undefined,
    edited: undefined,
    isMapShown: false,
    isOutlineOpen: false,
    consumerView: undefined,
    openEvent: () => undefined,
    history: emptyHistory,
    save: { kind: "saved", at: undefined },
    deployed: undefined,
    heads: undefined,
    revision: undefined,
    flowState: "draft",
    addresses: new Map(),
    failedProducers: [],
    observed: nothingObserved,
    typed: undefined,
    filledTopics: new Set(),
    visitors: [],
    others: { published: new Set(), consumed: new Set() },
    elsewhere: new Map(),
    isLiveHidden: false,
    selection: noSelection,
    cursor: undefined,
    menu: undefined,
    hoveredWire: undefined,
    isArranging: false,
    liveFilter: {},
    wantedField: undefined,
    reveal: undefined,
    stepDrag: undefined,
    fresh: new Set<string>(),
    prompt: undefined,
    ghost: undefined,
    isInspectorOpen: false,
    isKeysOpen: false,
    formPanel: undefined,
    replayed: undefined,
    isHistoryOpen: false,
    wantedRun: undefined,
    isSendOpen: false,
    isDeployWanted: false,
    drawer: { isOpen: false, tab: "live" },
    chosen: undefined,
    trial: undefined,
    isReallySending: false,
    shownResult: undefined,
    wantedInDrawer: undefined,
    isPaletteFolded: undefined,
    announcement: "",
    ...initial,
  }));

  const edit: EditorStore["edit"] = (title, command, options = {}) => {
    const before = store.getState();
    if (before.isReadOnly) return;
    const document = command(before.document, idSource(before.document, random));
    if (document === before.document) return;
    const limit = limitReached(document);
    if (limit !== undefined && limitReached(before.document) === undefined) {
      store.setState({ announcement: limit });
      before.refuse(limit);
      return;
    }
    const { selection } = before;
    const nextSelection = options.select ?? selection;
    const fresh = withoutLeft(before, nextSelection);
    store.setState({
      document,
      history: remember(before.history, {
        title,
        document: before.document,
        selection,
        mergeKey: options.mergeKey,
      }),
      save: edited(before.save),
      selection: nextSelection,
      fresh: options.fresh ? new Set([...fresh, ...options.fresh]) : fresh,
      ...(options.mergeKey === undefined && { announcement: options.announce ?? title }),
    });
  };

  const go = (move: typeof undo, word: string) => {
    const before = store.getState();
    const moved = move(before.history, before);
    if (!moved || before.isReadOnly) return;
    store.setState({
      document: moved.change.document,
      selection: moved.change.selection,
      history: moved.history,
      save: edited(before.save),
      prompt: undefined,
      announcement: `${word}: ${moved.change.title}`,
    });
  };

  return {
    ...store,
    edit,
    undo: () => go(undo, "Undone"),
    redo: () => go(redo, "Done again"),
    receive: (received, announcement) =>
      store.setState(({ history }) => ({
        document: received.to,
        history: receive(history, received),
        announcement,
      })),
    select: (selection) => {
      const before = store.getState();
      store.setState({
        selection,
        history: seal(before.history),
        fresh: withoutLeft(before, selection),
        ghost: ghostBeside(before, selection),
      });
    },
    announce: (announcement) => store.setState({ announcement }),
    sealHistory: () => store.setState(({ history }) => ({ history: seal(history) })),
  };
}

/** After an edit: while the server is away that stays so, and a conflict is decided first. */
function edited(save: SaveState): SaveState {
  if (save.kind === "conflict") return save;
  return save.kind === "offline" ? { ...save, changedAt: new Date() } : { kind: "unsaved" };
}

/** A topic that nobody reacts to asks again when it is selected; what was asked otherwise stays. */
function ghostBeside(
  { ghost, document, others, isReadOnly }: EditorState,
  next: Selection,
): Ghost | undefined {
  const kept = ghost?.kind === "who-reacts" && ghost.isQuiet ? undefined : ghost;
  const key = onlyCard(next);
  if (isReadOnly || kept || !key?.startsWith("topic:")) return kept;
  const topic = key.slice("topic:".length);
  const isHeard = others.consumed.has(topic) || document.consumers.some(({ when }) => when.includes(topic));
  return isHeard ? undefined : { kind: "who-reacts", topic, isQuiet: true };
}

/** Leaving the form of something new makes it "wrong" where it was "unfinished". */
function withoutLeft({ fresh, selection }: EditorState, next: Selection): ReadonlySet<string> {
  const id = idOf(selection);
  if (id === undefined || id === idOf(next) || !fresh.has(id)) return fresh;
  const rest = new Set(fresh);
  rest.delete(id);
  return rest;
}

function idOf(selection: Selection): string | undefined {
  const key = focusKeyOf(selection);
  return key?.slice(key.indexOf(":") + 1);
}
