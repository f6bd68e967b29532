import * as z from "zod";
import type { Deps } from "../deps";
import { useCase } from "../use-case";
import { findFlow } from "./find-flow";

/** Longer payloads are not read for their fields. */
const maxBytes = 64 * 1024;

const jsonSchema = z.json();
const topicRows = z.array(z.object({ topic: z.string(), data: z.instanceof(Uint8Array) }));
const sampleRows = z.array(
  z.object({ node_id: z.string(), kept: z.coerce.number(), data: z.instanceof(Uint8Array).nullable() }),
);

/** The payload as JSON; null for anything else. */
function readJson(deps: Deps, data: Uint8Array): { readonly data: z.infer<typeof jsonSchema> } | null {
  try {
    return { data: jsonSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data))) };
  } catch (error) {
    deps.log.debug({ err: error }, "a payload is not JSON and tells no fields");
    return null;
  }
}

/**
 * What events look like around a flow: the newest payload of each of the topics, and of what was kept of each
 * producer before its first deployment; and which producers fail. Only JSON of at most 64 KiB.
 */
export const listObserved = useCase(
  "event.read",
  z.object({ flow: z.string(), topics: z.array(z.string().max(200)).max(200) }),
  async (deps, actor, input) => {
    const flow = await findFlow(deps.db, actor, input.flow);
    const [topics, samples, failed] = await Promise.all([
      deps.pool.query(
        `SELECT t.name AS topic, e.data FROM topic t
         CROSS JOIN LATERAL (
           SELECT data FROM event WHERE topic_id = t.id ORDER BY "offset" DESC LIMIT 1) e
         WHERE t.workspace_id = $1 AND t.name = ANY($2) AND length(e.data) <= $3`,
        [actor.workspaceId, input.topics, maxBytes],
      ),
      deps.pool.query(
        `SELECT p.node_id, CASE WHEN length(s.data) <= $3 THEN s.data END AS data,
           (SELECT count(*) FROM producer_sample WHERE producer_id = p.id) AS kept
         FROM producer p
         CROSS JOIN LATERAL (
           SELECT data FROM producer_sample WHERE producer_id = p.id ORDER BY number DESC LIMIT 1) s
         WHERE p.workspace_id = $1 AND p.flow_id = $2`,
        [actor.workspaceId, flow.id, maxBytes],
      ),
      deps.db.producer.findMany({
        where: { flowId: flow.id, topicId: { not: null }, failure: { not: null } },
        select: { nodeId: true, failure: true },
      }),
    ]);
    return {
      /** Producers that are deployed and cannot send: the flow is live in part. */
      failed: failed.map(({ nodeId, failure }) => ({ nodeId, message: failure ?? "" })),
      topics: topicRows.parse(topics.rows).flatMap(({ topic, data }) => {
        const json = readJson(deps, data);
        return json === null ? [] : [{ topic, ...json }];
      }),
      producers: sampleRows.parse(samples.rows).map(({ node_id, kept, data }) => ({
        nodeId: node_id,
        kept,
        sample: data === null ? null : readJson(deps, data),
      })),
    };
  },
);
