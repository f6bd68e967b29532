import { DatabaseError } from "pg";

/**
 * Whether PostgreSQL refused the values themselves (SQLSTATE class 22 or 23; 54: longer than an index holds, nested
 * deeper than it reads), so that trying again is useless. Every other error of an append means that it may work later.
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && /^(?:2[23]|54)/.test(error.code ?? "");
}
