import * as z from "zod";
import type { Deps } from "../deps";
import { useCase } from "../use-case";
import { findFlow } from "./find-flow";

/** Longer payloads are no samples. */
const maxBytes = 64 * 1024;
const perTopic = 8;

const jsonSchema = z.json();
type Json = z.infer<typeof jsonSchema>;

const eventRows = z.array(
  z.object({
    topic: z.string(),
    offset: z.coerce.number(),
    id: z.string(),
    type: z.string(),
    source: z.string(),
    subject: z.string().nullable(),
    key: z.string().nullable(),
    received_at: z.date(),
    data: z.instanceof(Uint8Array),
  }),
);
const keptRows = z.array(
  z.object({ id: z.string(), node_id: z.string(), at: z.date(), data: z.instanceof(Uint8Array) }),
);

/** The payload as JSON, or as the text that it is; undefined when it is neither. */
function readPayload(deps: Deps, bytes: Uint8Array): { readonly data: Json } | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    try {
      return { data: jsonSchema.parse(JSON.parse(text)) };
    } catch (error) {
      deps.log.debug({ err: error }, "a payload is text, not JSON");
      return { data: text };
    }
  } catch (error) {
    deps.log.debug({ err: error }, "a payload is no text");
    return undefined;
  }
}

/**
 * Events to try a draft on: the newest of each topic, and what came to each producer before its first deployment;
 * the newest first. Only texts of at most 64 KiB.
 */
export const listSamples = useCase(
  "event.read",
  z.object({ flow: z.string(), topics: z.array(z.string().max(200)).max(200) }),
  async (deps, actor, input) => {
    const flow = await findFlow(deps.db, actor, input.flow);
    const [events, kept] = await Promise.all([
      deps.pool.query(
        `SELECT t.name AS topic, e.* FROM topic t
         CROSS JOIN LATERAL (
           SELECT "offset", id, type, source, subject, key, received_at, data
           FROM event WHERE topic_id = t.id ORDER BY "offset" DESC LIMIT ${perTopic}) e
         WHERE t.workspace_id = $1 AND t.name = ANY($2) AND length(e.data) <= $3
         ORDER BY t.name, e."offset" DESC`,
        [actor.workspaceId, input.topics, maxBytes],
      ),
      deps.pool.query(
        `SELECT s.id, p.node_id, s.at, s.data FROM producer p JOIN producer_sample s ON s.producer_id = p.id
         WHERE p.workspace_id = $1 AND p.flow_id = $2 AND length(s.data) <= $3
         ORDER BY s.number DESC LIMIT 100`,
        [actor.workspaceId, flow.id, maxBytes],
      ),
    ]);
    return {
      events: eventRows.parse(events.rows).flatMap(({ data: bytes, received_at, subject, key, ...event }) => {
        const read = readPayload(deps, bytes);
        if (read === undefined) return [];
        return [
          {
            ...event,
            receivedAt: received_at,
            ...(subject === null ? {} : { subject }),
            ...(key === null ? {} : { key }),
            ...read,
          },
        ];
      }),
      kept: keptRows.parse(kept.rows).flatMap(({ id, node_id, at, data: bytes }) => {
        const read = readPayload(deps, bytes);
        return read === undefined ? [] : [{ id, nodeId: node_id, at, ...read }];
      }),
    };
  },
);
