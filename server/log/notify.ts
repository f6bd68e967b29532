import type { Log } from "../logger";
import { HINT_CHANNEL, type Hint, writeHints } from "./hint";
import type { Queryable } from "./queryable";

/** PostgreSQL takes less than 8,000 bytes; a hint has about 40. */
const MAX_HINTS = 150;

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
  let sending: Promise<void> | undefined;

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
      const hint = { kind, id };
      waiting.set(writeHints([hint]), hint);
      sending ??= send();
    },
    idle: async () => {
      await sending;
    },
  };
}
