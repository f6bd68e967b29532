import * as z from "zod";
import { AppError } from "../app-error";
import { useCase } from "../use-case";
import { eventRefSchema, eventRowColumns, toEventRow } from "./event-row";

const extra = z.object({
  data: z.instanceof(Uint8Array),
  data_schema: z.string().nullable(),
  hops: z.number(),
  trace_parent: z.string().nullable(),
  producer_id: z.string().nullable(),
  extensions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullable(),
});

/** The payload as text when it is UTF-8, so that nothing is shown that was not sent. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * One event with its whole payload.
 * @returns `text` for UTF-8 payloads, else null; `base64` always, the very bytes
 * @throws AppError `not-found`
 */
export const getEvent = useCase("event.read", eventRefSchema, async (deps, actor, input) => {
  const found = await deps.pool.query(
    `SELECT ${eventRowColumns}, e.data, e.data_schema, e.hops, e.trace_parent, e.producer_id, e.extensions
     FROM event e JOIN topic t ON t.id = e.topic_id
     WHERE t.workspace_id = $1 AND t.name = $2 AND e."offset" = $3`,
    [actor.workspaceId, input.topic, input.offset],
  );
  const raw: unknown = found.rows[0];
  if (raw === undefined)
    throw new AppError("not-found", `There is no event ${input.offset} in ${input.topic}.`);
  const row = extra.parse(raw);
  return {
    ...toEventRow(raw),
    text: textOf(row.data),
    base64: Buffer.from(row.data).toString("base64"),
    dataSchema: row.data_schema,
    hops: row.hops,
    traceParent: row.trace_parent,
    producerId: row.producer_id,
    extensions: row.extensions ?? {},
  };
});
