import * as z from "zod";
import type { Queryable } from "./queryable";

/** First half of the advisory locks that living workers processes hold: "MR". */
export const WORKER_LOCK_CLASS = 0x4d52;

const idRows = z.tuple([z.object({ id: z.number() })]);

/**
 * Enters this process into the list of workers; returns its id.
 * @param queue the kind of queue that it works on
 */
export async function enterWorker(
  db: Queryable,
  name: string,
  slots: number,
  queue: "redis" | "postgres",
): Promise<number> {
  const result = await db.query(
    "INSERT INTO worker_process (name, slots, queue) VALUES ($1, $2, $3) RETURNING id",
    [name, slots, queue],
  );
  return idRows.parse(result.rows)[0].id;
}

const endGhostsSql = `
  SELECT pg_terminate_backend(k.pid) FROM pg_locks k JOIN pg_database d ON d.oid = k.database
  WHERE k.locktype = 'advisory' AND d.datname = current_database()
    AND k.classid = $1 AND k.objid = $2::int::oid AND k.granted AND k.pid <> pg_backend_pid()`;

/**
 * Takes the lock that shows that the process lives, on a connection that stays open as long as it does:
 * when the process is killed, PostgreSQL lets go of it at once. An earlier connection of the process that
 * PostgreSQL believes to be open is ended first.
 */
export async function holdWorkerLock(connection: Queryable, workerId: number): Promise<void> {
  await connection.query(endGhostsSql, [WORKER_LOCK_CLASS, workerId]);
  await connection.query("SELECT pg_advisory_lock($1, $2)", [WORKER_LOCK_CLASS, workerId]);
}

/** What a process says of itself with every beat. */
export interface Beat {
  /** Batches that it handed out again since the last one. */
  readonly repairs: number;
  /** Share of the time since the last one in which its thread was busy, 0 to 1. */
  readonly load: number;
  readonly memoryBytes: number;
}

/** Says that the process is well. */
export async function beatWorker(db: Queryable, workerId: number, beat: Beat): Promise<void> {
  await db.query({
    name: "millrace-beat",
    text: `UPDATE worker_process SET seen_at = clock_timestamp(), repairs = repairs + $2, load = $3, memory_bytes = $4
           WHERE id = $1`,
    values: [workerId, beat.repairs, beat.load, beat.memoryBytes],
  });
}

/** Takes the process off the list. */
export async function leaveWorker(db: Queryable, workerId: number): Promise<void> {
  await db.query("DELETE FROM worker_process WHERE id = $1", [workerId]);
}
