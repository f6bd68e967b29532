import { EventEmitter, once } from "node:events";
import type { Deps } from "../deps";
import type { Hint } from "../log/hint";
import { type HintConnection, openHintConnection } from "../log/hint-connection";

const RETRY_MS = 2_000;

/** Turns the notifications of one database connection into wake-ups for any number of waiters. */
class HintListener {
  readonly #deps: Deps;
  readonly #heard = new EventEmitter().setMaxListeners(0);
  #opening: Promise<HintConnection | undefined> | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async #open(): Promise<HintConnection | undefined> {
    try {
      return await openHintConnection(this.#deps, "hints", (hints) => this.#tell(hints));
    } catch (error) {
      // Waiters poll meanwhile; the first one after the pause tries again.
      this.#deps.log.warn({ err: error }, "cannot listen for hints");
      setTimeout(() => {
        this.#opening = undefined;
      }, RETRY_MS).unref();
      return undefined;
    }
  }

  /** What somebody edits is of interest in that flow alone; everything else may be anywhere. */
  #tell(hints: readonly Hint[]): void {
    if (hints.length === 0 || hints.some(({ kind }) => kind !== "edited")) this.#heard.emit("hint");
    for (const { kind, id } of hints) if (kind === "edited") this.#heard.emit(`edited ${id}`);
  }

  /** Resolves at the next hint, after `maxMs`, or when the signal aborts; never rejects. */
  async wait(maxMs: number, signal: AbortSignal, flowId?: string): Promise<void> {
    if (signal.aborted) return;
    this.#opening ??= this.#open();
    const heard = new AbortController();
    const ends = AbortSignal.any([signal, AbortSignal.timeout(maxMs), heard.signal]);
    const names = flowId === undefined ? ["hint"] : ["hint", `edited ${flowId}`];
    await Promise.race(
      names.map(async (name) => {
        try {
          await once(this.#heard, name, { signal: ends });
        } catch (error) {
          if (!ends.aborted) throw error;
        }
      }),
    );
    // The other name is not listened to any more.
    heard.abort();
  }

  async close(): Promise<void> {
    const connection = await this.#opening;
    this.#opening = undefined;
    await connection?.close();
  }
}

// Next bundles its own copy of this module; both copies share one connection per process.
const shared = globalThis as typeof globalThis & { millraceHints?: WeakMap<Deps, HintListener> };

function listenerOf(deps: Deps): HintListener {
  shared.millraceHints ??= new WeakMap();
  const known = shared.millraceHints.get(deps);
  if (known !== undefined) return known;
  const listener = new HintListener(deps);
  shared.millraceHints.set(deps, listener);
  return listener;
}

/**
 * Waits until something was appended or committed anywhere, or somebody edited this flow, at most `maxMs` milliseconds.
 */
export function waitForHint(deps: Deps, maxMs: number, signal: AbortSignal, flowId?: string): Promise<void> {
  return listenerOf(deps).wait(maxMs, signal, flowId);
}

/** Closes the listening connection of a process that stops, or of a test. */
export function closeHints(deps: Deps): Promise<void> {
  return listenerOf(deps).close();
}
