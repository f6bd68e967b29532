import { evaluateExpression } from "@/flow/expression/evaluate";
import { ExpressionError } from "@/flow/expression/expression-error";
import { neededTexts } from "@/flow/expression/needed-texts";
import { parseEscapedEventData } from "../log/event-data";
import { type StoredEventRow, toStoredEvent } from "../log/read";
import type { Bind } from "./event-filter";

/** Larger payloads are passed over: one event must not hold up a search through a million. */
const MAX_BYTES = 256 * 1024;
/** Work on one event, by all expressions together: about a millisecond. */
const MAX_UNITS = 50_000;

/** What every test asks for, of `event e`; no payload where it is too large to be looked at. */
const plainColumns = `
  e."offset", e.content_type, CASE WHEN octet_length(e.data) <= ${MAX_BYTES} THEN encode(e.data, 'escape') END AS escaped`;

/** What an expression sees as `event`, of `event e` and `topic t`. */
const envelopeColumns = `
  t.name AS topic, e.id, e.source, e.type, e.subject, e.time, e.received_at, e.data_schema, e.key, e.correlation_id,
  e.causation_id, e.hops, e.trace_parent, e.replay_id, e.is_test, e.extensions`;

/** A row of a test's columns as the driver gives it. */
export interface TestedRow extends Pick<StoredEventRow, "offset" | "content_type"> {
  readonly escaped: string | null;
}
type EnvelopeRow = TestedRow & Omit<StoredEventRow, "data"> & { readonly topic: string };

/** Whether an event fits, or why that cannot be said, as a sentence. */
export type TestResult = boolean | { readonly passedOver: string };

/** A test of events by CEL expressions, all of which must give yes; a field that is not there makes it no. */
export interface EventTest {
  /** What of `event e` and `topic t` it has to be given; reading less is a good part of its speed. */
  readonly columns: string;
  /**
   * A condition on `event e` without which an event cannot fit; the database asks it much faster than we do. What is
   * too large is let through, to be counted.
   */
  mayFitSql(bind: Bind): string;
  /** @param now what expressions see as the time */
  fits(row: TestedRow, now: Date): TestResult;
}

const noData = new Uint8Array();

function hasEnvelope(row: TestedRow): row is EnvelopeRow {
  return "correlation_id" in row;
}

/** Makes a test. */
export function makeEventTest(expressions: readonly string[]): EventTest {
  // The word alone decides: in a text it costs some speed, and nothing else.
  const asksForEvent = expressions.some((expression) => /\bevent\b/.test(expression));
  const texts = [...new Set(expressions.flatMap(neededTexts))];
  return {
    columns: asksForEvent ? `${plainColumns}, ${envelopeColumns}` : plainColumns,
    mayFitSql(bind) {
      if (texts.length === 0) return "true";
      const all = texts
        .map((text) => `position(convert_to(${bind(text)}::text, 'UTF8') IN e.data) > 0`)
        .join(" AND ");
      return `(${all} OR position('\\x5c'::bytea IN e.data) > 0 OR octet_length(e.data) > ${MAX_BYTES})`;
    },
    fits(row, now) {
      const { escaped } = row;
      if (escaped === null) return { passedOver: "It is larger than 256 KiB." };
      const roots = {
        data: parseEscapedEventData(row.content_type, escaped),
        event: hasEnvelope(row) ? toStoredEvent({ ...row, data: noData }, row.topic).envelope : {},
        steps: {},
        now,
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
