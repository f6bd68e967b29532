import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import type { Deps } from "@/server/deps";
import { HINT_CHANNEL, type Hint, readHints } from "@/server/log/hint";
import { holdWorkerLock } from "@/server/log/worker-process";

const RECONNECT_MS = 500;

/** The connection that shows that this process lives, and on which it hears hints. */
export interface WorkerConnection {
  close(): Promise<void>;
}

/**
 * Opens the connection, and opens it again whenever it breaks.
 * @param onHints told after every notification, and with an empty list after a break, when some may have been missed
 */
export async function openWorkerConnection(
  deps: Deps,
  workerId: number,
  onHints: (hints: readonly Hint[]) => void,
): Promise<WorkerConnection> {
  let isClosed = false;
  let client: Client | undefined;

  async function open(): Promise<void> {
    const next = new Client({
      connectionString: deps.env.DATABASE_URL,
      application_name: "millrace-worker",
      keepAlive: true,
    });
    next.on("error", (error) => deps.log.warn({ err: error }, "the connection for hints was lost"));
    next.on("notification", ({ payload }) => onHints(readHints(payload ?? "")));
    try {
      await next.connect();
      await next.query(`LISTEN ${HINT_CHANNEL}`);
      await holdWorkerLock(next, workerId);
    } catch (error) {
      await next.end();
      throw error;
    }
    // Only from here on: an attempt that fails also "ends", and is repeated by whoever made it.
    next.once("end", () => {
      if (!isClosed) void reopen();
    });
    client = next;
  }

  async function reopen(): Promise<void> {
    while (!isClosed) {
      await pause(RECONNECT_MS);
      try {
        await open();
        if (isClosed) await client?.end();
        else onHints([]);
        return;
      } catch (error) {
        deps.log.debug({ err: error }, "the database is away");
      }
    }
  }

  await open();
  return {
    close: async () => {
      isClosed = true;
      await client?.end();
    },
  };
}
