import { isTRPCClientError } from "@trpc/client";
import { isSame } from "@/flow/diff/is-same";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { Side } from "@/flow/merge/conflict";
import type { EditorStore, SaveState } from "./editor-store";
import { elsewhereOf } from "./elsewhere";
import type { FlowApi, LoadedFlow } from "./flow-api";
import type { Received } from "./history";
import { forgetKept, type KeptDraft, keepDraft } from "./kept-draft";
import type { Question } from "./questions";

/** Rest after the last edit before the draft is sent. */
const restMs = 600;
const retryMs = 3_000;

/** What it asks of the server. */
interface DraftApi {
  readonly get: () => Promise<LoadedFlow>;
  readonly save: (version: number, document: FlowDocument) => Promise<Awaited<ReturnType<FlowApi["save"]>>>;
}

/** Sends the draft some time after each edit, one save at a time, and tells the store how that went. */
export class DraftSaver {
  readonly #store: EditorStore;
  readonly #api: DraftApi;
  readonly #key: string;
  #version: number;
  #saved: FlowDocument;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;

  constructor(store: EditorStore, api: DraftApi, key: string, version: number, saved: FlowDocument) {
    this.#store = store;
    this.#api = api;
    this.#key = key;
    this.#version = version;
    this.#saved = saved;
  }

  /** The version that the server has of what is shown here, once `flush` has ended well. */
  get version(): number {
    return this.#version;
  }

  /** Watches the store; returns what ends it. */
  start(): () => void {
    const stop = this.#store.subscribe((state, before) => {
      if (state.document !== before.document) this.#plan(restMs);
    });
    if (this.#store.getState().document !== this.#saved) this.#plan(0);
    return () => {
      stop();
      clearTimeout(this.#timer);
    };
  }

  /** Goes on with what this browser kept while the server was away; what was saved there since is joined with it. */
  bringBack(kept: KeptDraft): void {
    if (kept.version !== this.#version) {
      if (!kept.base) return;
      this.#version = kept.version;
      this.#saved = kept.base;
    }
    this.#store.edit("Bring back what was not saved", () => kept.document);
  }

  #plan(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delayMs);
  }

  /** Saves what is not saved yet. @returns whether the server now has what is shown */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    const { document, save } = this.#store.getState();
    if (document === this.#saved) return true;
    if (save.kind === "conflict") return false;
    this.#running = this.#save(document);
    await this.#running;
    return this.#saved === document;
  }

  async #save(document: FlowDocument): Promise<void> {
    // Nobody is told of each vain try.
    if (this.#store.getState().save.kind !== "offline") this.#set({ kind: "saving" });
    try {
      const saved = await this.#api.save(this.#version, document);
      this.#version = saved.version;
      this.#saved = document;
      forgetKept(this.#key);
      this.#store.setState({
        addresses: new Map(saved.producers.map((producer) => [producer.nodeId, producer])),
      });
      const isLatest = this.#store.getState().document === document;
      this.#set(isLatest ? { kind: "saved", at: saved.savedAt } : { kind: "unsaved" });
      if (!isLatest) this.#plan(restMs);
    } catch (error) {
      await this.#fail(error, document);
    } finally {
      this.#running = undefined;
    }
  }

  async #fail(error: unknown, document: FlowDocument): Promise<void> {
    if (!isTRPCClientError(error)) throw error;
    const code: unknown = error.data?.appCode;
    if (code === "conflict") {
      await this.#join(await this.#api.get());
    } else if (code === undefined) {
      // No answer of ours: the server is away. What was drawn stays in this browser.
      keepDraft(this.#key, { document, version: this.#version, base: this.#saved });
      if (this.#store.getState().save.kind !== "offline")
        this.#set({ kind: "offline", changedAt: new Date() });
      this.#plan(retryMs);
    } else this.#set({ kind: "refused", reason: error.message });
  }

  #set(save: SaveState): void {
    this.#store.setState({ save });
  }

  /** Takes up what somebody else saved, when the server has a version that is newer than this one. */
  async follow(version: number): Promise<void> {
    while (this.#running) await this.#running;
    const { save } = this.#store.getState();
    if (version <= (save.kind === "conflict" ? save.version : this.#version)) return;
    this.#running = this.#takeUp();
    await this.#running;
  }

  async #takeUp(): Promise<void> {
    try {
      await this.#join(await this.#api.get());
    } catch (error) {
      // The server is away: the next save, or the next version that it tells of, finds out.
      if (!isTRPCClientError(error)) throw error;
    } finally {
      this.#running = undefined;
    }
  }

  /** Joins what is drawn here with what somebody else saved; what both changed stays, and is asked about. */
  async #join(theirs: LoadedFlow): Promise<void> {
    const [{ mergeFlows }, { joinTheirs }] = await Promise.all([
      import("@/flow/merge/merge-flows"),
      import("./questions"),
    ]);
    const { document: mine, save, nodes } = this.#store.getState();
    // While questions are open, all but those is joined already with what was saved then.
    const open = save.kind === "conflict" ? save.questions : undefined;
    const base = save.kind === "conflict" && open ? save.theirs : this.#saved;
    const joined = joinTheirs({ base, mine, theirs: theirs.document, nodes }, open ?? []);
    const { savedBy: by, savedAt: at, version } = theirs;
    takeSession(this.#store, theirs);
    if (joined && joined.document !== mine) {
      const merge: Received["merge"] = (from, own, to) =>
        mergeFlows({ base: from, mine: own, theirs: to, nodes })?.document ?? own;
      this.#store.receive({ from: mine, to: joined.document, merge }, `${by} changed this flow.`);
    }
    const questions = joined?.questions;
    if (questions?.length === 0) this.#settle(theirs.document, version, at);
    else this.#set({ kind: "conflict", theirs: theirs.document, version, by, at, questions });
  }

  /** From here on, what somebody else saved is what one's own changes are made on. */
  #settle(theirs: FlowDocument, version: number, at: Date): void {
    const { document } = this.#store.getState();
    const isAll = isSame(document, theirs);
    this.#version = version;
    this.#saved = isAll ? document : theirs;
    this.#set(isAll ? { kind: "saved", at } : { kind: "unsaved" });
    if (isAll) forgetKept(this.#key);
    else this.#plan(0);
  }

  /** Answers one question of a conflict; after the last one the draft is saved. */
  async answer(question: Question, side: Side): Promise<void> {
    const { withTheirs } = await import("./questions");
    const { save } = this.#store.getState();
    if (save.kind !== "conflict") return;
    const { theirs, version, by, at } = save;
    if (side === "theirs") {
      this.#store.edit(`Take ${by}’s change`, (document) => withTheirs(document, question));
    }
    const questions = save.questions?.filter(({ conflict }) => conflict.key !== question.conflict.key);
    if (questions && questions.length > 0) this.#set({ ...save, questions });
    else this.#settle(theirs, version, at);
  }

  /** After a conflict of the whole flow: what is shown here replaces what somebody else saved. */
  async keepMine(version: number): Promise<void> {
    this.#version = version;
    this.#set({ kind: "unsaved" });
    await this.flush();
  }

  /** After a conflict of the whole flow: what somebody else saved replaces what is shown here; undo still knows the rest. */
  takeTheirs(theirs: FlowDocument, version: number, at: Date): void {
    this.#version = version;
    this.#saved = theirs;
    this.#store.edit("Take the saved version", () => theirs);
    this.#set({ kind: "saved", at });
    forgetKept(this.#key);
  }

  /** What the server knows of a flow, taken over after a deployment or on the way back to the page. */
  static sessionOf(loaded: LoadedFlow) {
    return {
      deployed: loaded.live?.document,
      heads: loaded.live?.heads,
      revision: loaded.live?.revision,
      flowState: loaded.state,
      addresses: new Map(loaded.producers.map((producer) => [producer.nodeId, producer])),
      filledTopics: new Set(loaded.filledTopics),
      elsewhere: elsewhereOf(loaded.otherFlows),
      others: {
        published: new Set([
          ...loaded.otherFlows.flatMap(({ publishes }) => publishes),
          ...loaded.filledTopics,
        ]),
        consumed: new Set(loaded.otherFlows.flatMap(({ consumes }) => consumes)),
      },
    };
  }
}

/** Takes over what the server says about a flow; what still runs keeps its identity, so that nothing is drawn anew. */
export function takeSession(store: EditorStore, loaded: LoadedFlow): void {
  const { revision, deployed, heads } = store.getState();
  const session = DraftSaver.sessionOf(loaded);
  store.setState(session.revision === revision ? { ...session, deployed, heads } : session);
}
