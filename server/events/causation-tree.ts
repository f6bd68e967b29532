import * as z from "zod";
import { AppError } from "../app-error";
import { useCase } from "../use-case";
import { type EventRow, eventRefSchema, eventRowColumns, toEventRow } from "./event-row";

/** One event and those that it caused, oldest first. */
export interface CausationNode {
  readonly event: EventRow;
  readonly caused: readonly CausationNode[];
}

/** A conversation longer than this is cut, and says so. */
const MAX_EVENTS = 500;

/** Builds trees from events of one conversation; an event whose cause is not among them is a root. */
export function treesOf(events: readonly EventRow[]): CausationNode[] {
  const ids = new Set(events.map((event) => event.id));
  const byCause = new Map<string, EventRow[]>();
  const roots: EventRow[] = [];
  for (const event of events) {
    const cause = event.causationId;
    if (cause === null || cause === event.id || !ids.has(cause)) roots.push(event);
    else byCause.set(cause, [...(byCause.get(cause) ?? []), event]);
  }
  const seen = new Set<EventRow>();
  const grow = (event: EventRow): CausationNode => {
    seen.add(event);
    const caused = (byCause.get(event.id) ?? []).filter((child) => !seen.has(child));
    return { event, caused: caused.map(grow) };
  };
  const trees = roots.map(grow);
  // Senders name causes themselves: events that name each other in a circle have no root, and must not vanish.
  for (const event of events) if (!seen.has(event)) trees.push(grow(event));
  return trees;
}

/** All events of the conversation that an event belongs to, across topics and flows. */
export const causationTree = useCase("event.read", eventRefSchema, async (deps, actor, input) => {
  const found = await deps.pool.query(
    `SELECT ${eventRowColumns}
     FROM event asked
     JOIN topic at ON at.id = asked.topic_id AND at.workspace_id = $1 AND at.name = $2
     JOIN event e ON e.correlation_id = asked.correlation_id
     JOIN topic t ON t.id = e.topic_id AND t.workspace_id = $1
     WHERE asked."offset" = $3
     ORDER BY e.received_at, e."offset"
     LIMIT ${MAX_EVENTS + 1}`,
    [actor.workspaceId, input.topic, input.offset],
  );
  if (found.rows.length === 0) {
    throw new AppError("not-found", `There is no event ${input.offset} in ${input.topic}.`);
  }
  const events = z.array(z.unknown()).parse(found.rows).map(toEventRow);
  return { trees: treesOf(events.slice(0, MAX_EVENTS)), isCut: events.length > MAX_EVENTS };
});
