import { DatabaseError } from "pg";

const NOT_NULL = "23502";
/** Whoever appends to a topic that is gone makes it a head first. */
const TOPIC_OF_HEAD = "topic_head_topic_id_fkey";

/**
 * Whether PostgreSQL refused the values themselves (SQLSTATE class 22 or 23; 54: longer than an index holds, nested
 * deeper than it reads), so that trying again is useless. Every other error of an append means that it may work later.
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && /^(?:2[23]|54)/.test(error.code ?? "");
}

/**
 * Whether it is the value that was refused, and not what others have written: no row has a rule about its values but that
 * some must be there, and the only row that a value names is its topic, which may be gone.
 */
export function isValueRefusal(error: unknown): boolean {
  if (!isRefusal(error) || !(error instanceof DatabaseError)) return false;
  const code = error.code ?? "";
  return !code.startsWith("23") || code === NOT_NULL || error.constraint === TOPIC_OF_HEAD;
}
