import { DatabaseError, type Pool } from "pg";
import { AppError } from "../app-error";

const CANCELED = "57014";

/**
 * Asks a question that may look at the whole log, and gives up after `limitMs`, so that nobody's search keeps
 * connections from others.
 * @throws AppError `bad-input` when it takes longer
 */
export async function searchWithin(
  pool: Pool,
  limitMs: number,
  text: string,
  values: readonly unknown[] = [],
): Promise<unknown[]> {
  const client = await pool.connect();
  let failure: unknown;
  try {
    await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.round(limitMs)}`);
    const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
    await client.query("COMMIT");
    return rows;
  } catch (error) {
    failure = error;
    if (error instanceof DatabaseError && error.code === CANCELED) {
      throw new AppError(
        "bad-input",
        `The search took longer than ${limitMs / 1_000} seconds. Choose a topic or a shorter time.`,
      );
    }
    throw error;
  } finally {
    // A connection with a broken transaction is not given to anybody else.
    client.release(failure instanceof Error ? failure : undefined);
  }
}
