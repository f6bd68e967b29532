import { EventEmitter, once } from "node:events";
import { Client } from "pg";
import type { Deps } from "../deps";
import { HINT_CHANNEL } from "../log/hint";

const RECONNECT_MS = 2_000;

/** Turns the notifications of one database connection into wake-ups for any number of waiters. */
class HintListener {
  readonly #deps: Deps;
  readonly #heard = new EventEmitter().setMaxListeners(0);
  #client: Client | undefined;
  #isStarting = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async #connect(): Promise<void> {
    if (this.#client !== undefined || this.#isStarting) return;
    this.#isStarting = true;
    const client = new Client({
      connectionString: this.#deps.env.DATABASE_URL,
      application_name: "millrace-hints",
    });
    const lose = (error?: Error) => {
      if (error !== undefined) this.#deps.log.warn({ err: error }, "the connection for hints was lost");
      if (this.#client === client) this.#client = undefined;
    };
    client.on("error", lose);
    client.on("end", () => lose());
    client.on("notification", () => this.#heard.emit("hint"));
    try {
      await client.connect();
      await client.query(`LISTEN ${HINT_CHANNEL}`);
      this.#client = client;
    } catch (error) {
      await client.end();
      // Waiters poll meanwhile; the next one after the pause tries again.
      this.#deps.log.warn({ err: error }, "cannot listen for hints");
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS).unref());
    } finally {
      this.#isStarting = false;
    }
  }

  /** Resolves at the next hint, after `maxMs`, or when the signal aborts; never rejects. */
  async wait(maxMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    void this.#connect();
    const ends = AbortSignal.any([signal, AbortSignal.timeout(maxMs)]);
    try {
      await once(this.#heard, "hint", { signal: ends });
    } catch (error) {
      if (!ends.aborted) throw error;
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
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

/** Waits until something was appended or committed anywhere, at most `maxMs` milliseconds. */
export function waitForHint(deps: Deps, maxMs: number, signal: AbortSignal): Promise<void> {
  return listenerOf(deps).wait(maxMs, signal);
}

/** Closes the listening connection of a process that stops, or of a test. */
export function closeHints(deps: Deps): Promise<void> {
  return listenerOf(deps).close();
}
