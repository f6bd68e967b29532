import * as z from "zod";

/** A whole number in a query or path. */
export function queryNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  return z.coerce.number().int().min(min).max(max).meta({ type: "integer" });
}
