import { evaluateExpression } from "@/flow/expression/evaluate";
import { ExpressionError } from "@/flow/expression/expression-error";
import { parseEventData } from "../log/event-data";
import { type StoredEventRow, toStoredEvent } from "../log/read";

/** Larger payloads are passed over: one event must not hold up a search through a million. */
const MAX_BYTES = 256 * 1024;
/** Work on one event, by all expressions together: about a millisecond. */
const MAX_UNITS = 50_000;

/** The payload of `event e`; null where it is too large to be looked at. */
const dataColumn = `CASE WHEN octet_length(e.data) <= ${MAX_BYTES} THEN e.data END AS data`;

/** What every test asks for, of `event e` and `topic t`. */
const plainColumns = `e.topic_id, t.name AS topic, e."offset", e.received_at, e.content_type, ${dataColumn}`;

/** What an expression sees as `event`. */
const envelopeColumns = `
  e.id, e.source, e.type, e.subject, e.time, e.data_schema, e.key, e.correlation_id, e.causation_id, e.hops,
  e.trace_parent, e.replay_id, e.is_test, e.extensions`;

/** A row of a test's columns as the driver gives it. */
export interface TestedRow extends Pick<StoredEventRow, "offset" | "received_at" | "content_type"> {
  readonly topic: string;
  readonly data: Uint8Array | null;
}
type EnvelopeRow = TestedRow & Omit<StoredEventRow, "data">;

/** Whether an event fits, or why that cannot be said, as a sentence. */
export type TestResult = boolean | { readonly passedOver: string };

/** A test of events by CEL expressions, all of which must give yes; a field that is not there makes it no. */
export interface EventTest {
  /** What of `event e` and `topic t` it has to be given; reading less is a good part of its speed. */
  readonly columns: string;
  fits(row: TestedRow): TestResult;
}

function hasEnvelope(row: TestedRow): row is EnvelopeRow {
  return "correlation_id" in row;
}

/**
 * Makes a test.
 * @param now what expressions see as the time; absent: when the event was received
 */
export function makeEventTest(expressions: readonly string[], now?: Date): EventTest {
  // The word alone decides: in a text it costs some speed, and nothing else.
  const asksForEvent = expressions.some((expression) => /\bevent\b/.test(expression));
  return {
    columns: asksForEvent ? `${plainColumns}, ${envelopeColumns}` : plainColumns,
    fits(row) {
      const { data } = row;
      if (data === null) return { passedOver: "It is larger than 256 KiB." };
      const roots = {
        data: parseEventData(row.content_type, data),
        event: hasEnvelope(row) ? toStoredEvent({ ...row, data }, row.topic).envelope : {},
        steps: {},
        now: now ?? row.received_at,
      };
      try {
        for (const expression of expressions) {
          const value = evaluateExpression(expression, roots, MAX_UNITS / expressions.length);
          if (typeof value !== "boolean") return { passedOver: `\`${expression}\` must give yes or no.` };
          if (!value) return false;
        }
        return true;
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        return error.code === "missing-field" ? false : { passedOver: error.message };
      }
    },
  };
}
