import { isTRPCClientError } from "@trpc/client";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { EditorStore, SaveState } from "./editor-store";
import { elsewhereOf } from "./elsewhere";
import type { FlowApi, LoadedFlow } from "./flow-api";
import { forgetKept, keepDraft } from "./kept-draft";

/** Rest after the last edit before the draft is sent. */
const restMs = 600;
const retryMs = 3_000;

/** Sends the draft some time after each edit, one save at a time, and tells the store how that went. */
export class DraftSaver {
  readonly #store: EditorStore;
  readonly #api: FlowApi;
  readonly #key: string;
  #version: number;
  #saved: FlowDocument;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;

  constructor(store: EditorStore, api: FlowApi, key: string, version: number, saved: FlowDocument) {
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
    this.#set({ kind: "saving" });
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
      const theirs = await this.#api.get();
      this.#set({
        kind: "conflict",
        theirs: theirs.document,
        version: theirs.version,
        by: theirs.savedBy,
        at: theirs.savedAt,
      });
    } else if (code === undefined) {
      // No answer of ours: the server is away. What was drawn stays in this browser.
      keepDraft(this.#key, { document, version: this.#version });
      this.#set({ kind: "offline", changedAt: new Date() });
      this.#plan(retryMs);
    } else this.#set({ kind: "refused", reason: error.message });
  }

  #set(save: SaveState): void {
    this.#store.setState({ save });
  }

  /** After a conflict: what is shown here replaces what somebody else saved. */
  async keepMine(version: number): Promise<void> {
    this.#version = version;
    this.#set({ kind: "unsaved" });
    await this.flush();
  }

  /** After a conflict: what somebody else saved replaces what is shown here; undo still knows the rest. */
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
