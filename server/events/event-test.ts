import { evaluateExpression } from "@/flow/expression/evaluate";
import { ExpressionError } from "@/flow/expression/expression-error";
import { parseEventData } from "../log/event-data";
import { type StoredEventRow, toStoredEvent } from "../log/read";

/** Larger payloads are passed over: one event must not hold up a search through a million. */
const MAX_BYTES = 256 * 1024;
/** Work on one event: about a millisecond. */
const MAX_UNITS = 50_000;

/**
 * Columns that an expression may ask for and `eventRowColumns` does not have. The payload is null where it is too
 * large to be looked at.
 */
export const testedColumns = `
  e.data_schema, e.hops, e.trace_parent, e.extensions,
  CASE WHEN octet_length(e.data) <= ${MAX_BYTES} THEN e.data END AS data`;

/** A row of `eventRowColumns` and `testedColumns` as the driver gives it. */
export interface TestedRow extends Omit<StoredEventRow, "data"> {
  readonly topic: string;
  readonly data: Uint8Array | null;
}

/** Whether an event fits, or why that cannot be said, as a sentence. */
export type TestResult = boolean | { readonly passedOver: string };

/**
 * A test of events by CEL expressions, all of which must give yes; a field that is not there makes it no.
 * @param now what expressions see as the time; absent: when the event was received
 */
export function makeEventTest(expressions: readonly string[], now?: Date): (row: TestedRow) => TestResult {
  return (row) => {
    const { data } = row;
    if (data === null) return { passedOver: "It is larger than 256 KiB." };
    const { envelope } = toStoredEvent({ ...row, data }, row.topic);
    const roots = {
      data: parseEventData(envelope.contentType, data),
      event: envelope,
      steps: {},
      now: now ?? row.received_at,
    };
    try {
      for (const expression of expressions) {
        const value = evaluateExpression(expression, roots, MAX_UNITS);
        if (typeof value !== "boolean") return { passedOver: `\`${expression}\` must give yes or no.` };
        if (!value) return false;
      }
      return true;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return error.code === "missing-field" ? false : { passedOver: error.message };
    }
  };
}
