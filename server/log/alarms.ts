import type { Queryable } from "./queryable";

/** Holds the deliveries whose alarms are due, so that the next dispatch gives them out. */
export async function ringAlarms(db: Queryable): Promise<void> {
  await db.query({ name: "millrace-ring-alarms", text: "SELECT millrace_ring_alarms()" });
}

/** Rows of the state that nobody needs: kept an hour longer than anybody works on what has read them. */
const MAX_PURGED = 5_000;

/** Deletes some rows of the state whose time is over. */
export async function purgeState(db: Queryable): Promise<void> {
  await db.query({
    name: "millrace-purge-state",
    // now() and not clock_timestamp(): a constant for the statement, so that the index serves it.
    text: `DELETE FROM state_entry WHERE (workspace_id, namespace, store, key) IN (
             SELECT workspace_id, namespace, store, key FROM state_entry
             WHERE expires_at < now() - interval '1 hour' AND alarm_delivery IS NULL
             LIMIT ${MAX_PURGED} FOR UPDATE SKIP LOCKED)`,
  });
}
