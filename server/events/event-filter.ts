import * as z from "zod";
import { expressionProblem } from "@/flow/expression/evaluate";

/** What became of an event at its consumers, in the words of the filter menu. */
export const eventStatuses = ["ok", "failed", "waiting", "filtered", "dead"] as const;
export type EventStatus = (typeof eventStatuses)[number];

const expressionSchema = z
  .string()
  .min(1)
  .max(4000)
  .superRefine((expression, context) => {
    const problem = expressionProblem(expression);
    if (problem) context.addIssue({ code: "custom", message: problem.message });
  });

/** Which events of the chosen topics a viewer wants; all given parts must fit. */
export const eventFilterSchema = z.object({
  /** Names; absent: all topics of the workspace. */
  topics: z.array(z.string().max(200)).max(200).optional(),
  types: z.array(z.string().max(200)).max(50).optional(),
  /** Any of these at any consumer, or at the chosen one. */
  statuses: z.array(z.enum(eventStatuses)).max(eventStatuses.length).optional(),
  /** Only events that this consumer has to do with. */
  consumer: z.object({ flow: z.string().max(200), id: z.string().max(200) }).optional(),
  correlationId: z.string().max(500).optional(),
  key: z.string().max(500).optional(),
  /** Part of the id, or a run of characters of the payload exactly as it was sent. */
  text: z.string().max(200).optional(),
  /** Test traffic: left out, or nothing else; absent: with all others. */
  test: z.enum(["hidden", "only"]).optional(),
  /** When it was received. */
  from: z.date().optional(),
  to: z.date().optional(),
  /** CEL; an event fits when all of them give yes. */
  where: z.array(expressionSchema).max(10).optional(),
});
export type EventFilter = z.infer<typeof eventFilterSchema>;

/** Puts a value among the parameters of a statement; returns how the text names it: `$7`. */
export type Bind = (value: unknown) => string;

/** Collects the parameters of one statement. */
export function makeBind(values: unknown[]): Bind {
  return (value) => {
    values.push(value);
    return `$${values.length}`;
  };
}

const storedStatuses: Readonly<Record<EventStatus, readonly string[]>> = {
  ok: ["succeeded"],
  failed: ["retrying", "dead"],
  waiting: ["retrying", "held"],
  filtered: ["filtered"],
  dead: ["dead"],
};

/** Nothing was recorded yet of what a consumer has to do, and its lane has not gone past it. */
const notRecorded = (whose: string) => `EXISTS (
  SELECT 1 FROM subscription s
  WHERE s.topic_id = e.topic_id AND s.state <> 'removed' AND e."offset" > s.start_offset ${whose}
    AND EXISTS (SELECT 1 FROM lane l WHERE l.subscription_id = s.id AND l.run = 0 AND e."offset" >= l.low_watermark)
    AND NOT EXISTS (SELECT 1 FROM delivery d
                    WHERE d.topic_id = e.topic_id AND d."offset" = e."offset" AND d.subscription_id = s.id))`;

function outcomeSql({ statuses, consumer }: EventFilter, workspaceId: string, bind: Bind): string[] {
  const whose =
    consumer === undefined
      ? ""
      : `AND s.consumer_id = ${bind(consumer.id)} AND s.flow_id =
         (SELECT id FROM flow WHERE workspace_id = ${bind(workspaceId)}::uuid AND slug = ${bind(consumer.flow)})`;
  if (statuses === undefined || statuses.length === 0) {
    const concerned = `EXISTS (SELECT 1 FROM subscription s
      WHERE s.topic_id = e.topic_id AND e."offset" > s.start_offset ${whose})`;
    return consumer === undefined ? [] : [concerned];
  }
  const stored = [...new Set(statuses.flatMap((status) => storedStatuses[status]))];
  const recorded = `EXISTS (
    SELECT 1 FROM delivery d JOIN subscription s ON s.id = d.subscription_id
    WHERE d.topic_id = e.topic_id AND d."offset" = e."offset" AND d.status = ANY(${bind(stored)}::text[]) ${whose})`;
  return [statuses.includes("waiting") ? `(${recorded} OR ${notRecorded(whose)})` : recorded];
}

/**
 * The filter as a condition on `event e`, with its values bound as parameters. Topics are chosen by the query around
 * it, and what `where` asks is tested event by event, see `makeEventTest`.
 */
export function eventFilterSql(filter: EventFilter, workspaceId: string, bind: Bind): string {
  const { types, correlationId, key, text, test, from, to } = filter;
  const parts = [
    ...(types === undefined ? [] : [`e.type = ANY(${bind(types)}::text[])`]),
    ...(correlationId === undefined ? [] : [`e.correlation_id = ${bind(correlationId)}`]),
    ...(key === undefined ? [] : [`coalesce(e.key, e.subject) = ${bind(key)}`]),
    ...(test === undefined ? [] : [test === "only" ? "e.is_test" : "NOT e.is_test"]),
    ...(from === undefined ? [] : [`e.received_at >= ${bind(from)}`]),
    ...(to === undefined ? [] : [`e.received_at <= ${bind(to)}`]),
    ...(text === undefined ? [] : [textSql(bind(text))]),
    ...outcomeSql(filter, workspaceId, bind),
  ];
  return parts.length === 0 ? "true" : parts.join("\n AND ");
}

function textSql(text: string): string {
  return `(position(${text}::text IN e.id) > 0 OR position(convert_to(${text}::text, 'UTF8') IN e.data) > 0)`;
}
