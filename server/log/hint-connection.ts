import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import type { Deps } from "../deps";
import { HINT_CHANNEL, type Hint, readHints } from "./hint";
import type { Queryable } from "./queryable";

const RECONNECT_MS = 500;
/** How often the connection must prove that it lives, and how long it may take to. */
const PING_MS = 2_000;
const ANSWER_MS = 4_000;

/** A connection on which hints are heard. */
export interface HintConnection {
  close(): Promise<void>;
}

/**
 * Opens a connection of its own for hints, and opens it again whenever it breaks, or goes silent.
 * @param name shown in PostgreSQL's list of connections
 * @param prepare what else the connection holds, such as a lock; done anew after every break
 * @param onHints told after every notification, and with an empty list after a break, when some may have been missed
 * @throws when it cannot be opened the first time
 */
export async function openHintConnection(
  deps: Pick<Deps, "env" | "log">,
  name: string,
  onHints: (hints: readonly Hint[]) => void,
  prepare?: (connection: Queryable) => Promise<void>,
): Promise<HintConnection> {
  const closing = new AbortController();
  let client: Client | undefined;
  let pinging: NodeJS.Timeout | undefined;

  async function open(): Promise<void> {
    const next = new Client({
      connectionString: deps.env.DATABASE_URL,
      application_name: `millrace-${name}`,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    next.on("error", (error) => deps.log.warn({ err: error }, "the connection for hints was lost"));
    next.on("notification", ({ payload }) => onHints(readHints(payload ?? "")));
    try {
      await next.connect();
      await next.query(`LISTEN ${HINT_CHANNEL}`);
      await prepare?.(next);
      // Only from here on: an attempt that fails also ends, and is repeated by whoever made it.
      next.once("end", () => {
        clearTimeout(pinging);
        if (!closing.signal.aborted) void reopen();
      });
    } catch (error) {
      await next.end();
      throw error;
    }
    client = next;
    ping(next);
  }

  function ping(connection: Client): void {
    pinging = setTimeout(() => {
      connection.query("SELECT 1").then(
        () => {
          if (connection === client && !closing.signal.aborted) ping(connection);
        },
        (error: unknown) => {
          deps.log.warn({ err: error }, "the connection for hints went silent");
          // Says "end", and so is opened anew.
          void connection.end();
        },
      );
    }, PING_MS);
  }

  async function reopen(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await pause(RECONNECT_MS, undefined, { signal: closing.signal });
        await open();
        onHints([]);
        break;
      } catch (error) {
        deps.log.debug({ err: error }, "the database is away");
      }
    }
    // Closed while it was being opened.
    if (closing.signal.aborted) await client?.end();
  }

  await open();
  return {
    close: async () => {
      closing.abort();
      clearTimeout(pinging);
      await client?.end();
    },
  };
}
