import { DatabaseError } from "pg";

/** SQLSTATE classes and codes that say "not now": connection, shutdown, resources, a lock or a rollback to repeat. */
const passing = /^(08|53|57P|40|55P03|58)/;
const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** Whether a failed query means that PostgreSQL cannot be used at the moment, rather than that the query is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseError) return passing.test(error.code ?? "");
  if (error instanceof AggregateError) return error.errors.every(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string" && networkCodes.has(error.code)) return true;
  // The driver has no codes for these.
  return /connection terminated|timeout exceeded when trying to connect|not queryable|pool after calling end/i.test(
    error.message,
  );
}
