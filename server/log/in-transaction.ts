import type { Pool, PoolClient } from "pg";

/** Runs work in one transaction on a connection of its own; throws what the work throws, with nothing changed. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let isCommitted = false;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    isCommitted = true;
    return result;
  } finally {
    // A connection that is thrown away takes its transaction along, whatever state it is in.
    client.release(!isCommitted);
  }
}
