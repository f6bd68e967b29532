import type { Log } from "../logger";
import { HINT_CHANNEL, type Hint, writeHints } from "./hint";
import type { Queryable } from "./queryable";

/** PostgreSQL takes less than 8,000 bytes; a hint has about 40. */
const MAX_HINTS = 150;
/**
 * Deliveries are watched by people only: so often is often enough. Each notification wakes every process that listens, and
 * a busy topic has hundreds of commits a second.
 */
const DELIVERED_EVERY_MS = 100;

/** Announces hints to all processes. */
export interface Announcer {
  /** Returns at once; what is announced while a notification is under way goes with the next one. */
  announce(kind: Hint["kind"], id: string): void;
  /** Resolves when nothing is left to send. */
  idle(): Promise<void>;
}

/**
 * Makes the sender of hints of one process. Never inside a transaction that appends: a notification takes
 * a lock of the whole database at commit.
 */
export function createAnnouncer(db: Queryable, log: Log): Announcer {
  const waiting = new Map<string, Hint>();
  const paces = new Map<string, { readonly timer: NodeJS.Timeout; next: Hint | undefined }>();
  let sending: Promise<void> | undefined;

  function put(hint: Hint): void {
    waiting.set(writeHints([hint]), hint);
    sending ??= send();
  }

  /** At once when there was none for a while, else when its time has come. */
  function putPaced(hint: Hint): void {
    const pace = paces.get(hint.id);
    if (pace !== undefined) {
      pace.next = hint;
      return;
    }
    put(hint);
    const timer = setTimeout(() => {
      const next = paces.get(hint.id)?.next;
      paces.delete(hint.id);
      if (next !== undefined) putPaced(next);
    }, DELIVERED_EVERY_MS);
    timer.unref();
    paces.set(hint.id, { timer, next: undefined });
  }

  async function send(): Promise<void> {
    while (waiting.size > 0) {
      const hints = [...waiting.values()].slice(0, MAX_HINTS);
      for (const hint of hints) waiting.delete(writeHints([hint]));
      try {
        await db.query({
          name: "millrace-notify",
          text: "SELECT pg_notify($1, $2)",
          values: [HINT_CHANNEL, writeHints(hints)],
        });
      } catch (error) {
        // The others poll: a lost hint costs a second.
        log.debug({ err: error }, "a hint could not be sent");
      }
    }
    sending = undefined;
  }

  return {
    announce: (kind, id) => {
      if (kind === "delivered") putPaced({ kind, id });
      else put({ kind, id });
    },
    idle: async () => {
      for (const { timer, next } of paces.values()) {
        clearTimeout(timer);
        if (next !== undefined) put(next);
      }
      paces.clear();
      await sending;
    },
  };
}
