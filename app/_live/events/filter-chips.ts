import type { EventQuery } from "./event-query";

/** One filter as it is shown, and what remains without it. */
export interface FilterChip {
  readonly label: string;
  readonly without: EventQuery;
}

/** Words of the status filter. */
export const statusWords = {
  ok: "Worked",
  failed: "Failed",
  waiting: "Waiting",
  filtered: "Skipped",
  dead: "Given up",
} as const;

function dayAndTime(date: Date): string {
  return date.toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

function less<Name extends keyof EventQuery>(query: EventQuery, name: Name): EventQuery {
  const { [name]: _, ...rest } = query;
  return rest;
}

/** The filters of a query but for the text, which has a box of its own. */
export function filterChips(query: EventQuery): readonly FilterChip[] {
  const {
    topics = [],
    types = [],
    statuses = [],
    where = [],
    consumer,
    correlationId,
    key,
    test,
    from,
    to,
  } = query;
  const one = (name: keyof EventQuery, label: string): FilterChip => ({ label, without: less(query, name) });
  const several = <Value extends string>(
    name: "topics" | "types" | "statuses" | "where",
    values: readonly Value[],
    label: (value: Value) => string,
  ) =>
    values.map((value): FilterChip => {
      const rest = values.filter((other) => other !== value);
      const without = rest.length === 0 ? less(query, name) : { ...query, [name]: rest };
      return { label: label(value), without };
    });
  return [
    ...several("topics", topics, (topic) => `Topic ${topic}`),
    ...several("types", types, (type) => `Type ${type}`),
    ...several("statuses", statuses, (status) => statusWords[status]),
    ...(consumer ? [one("consumer", `Consumer ${consumer.id}`)] : []),
    ...(correlationId === undefined ? [] : [one("correlationId", `Conversation ${correlationId}`)]),
    ...(key === undefined ? [] : [one("key", `Key ${key}`)]),
    ...(from ? [one("from", `From ${dayAndTime(from)}`)] : []),
    ...(to ? [one("to", `Until ${dayAndTime(to)}`)] : []),
    ...(test === undefined ? [] : [one("test", test === "only" ? "Test traffic only" : "No test traffic")]),
    ...several("where", where, (expression) => expression),
  ];
}
