import * as z from "zod";
import type { Queryable } from "../log/queryable";

/** What producers kept before their first deployment is read up to this many events and bytes. */
const maxKept = 500;
const maxKeptBytes = 16 * 1024 * 1024;

const keptRows = z.array(z.object({ content_type: z.string(), data: z.instanceof(Uint8Array) }));

/** The newest events that came to some producers before they were deployed, as many as may be held in memory. */
export async function keptPayloads(
  db: Queryable,
  workspaceId: string,
  producers: readonly { readonly flowId: string; readonly nodeId: string }[],
  maxBytes = maxKeptBytes,
): Promise<{ readonly contentType: string; readonly data: Uint8Array }[]> {
  const { rows } = await db.query(
    `SELECT content_type, data FROM (
       SELECT s.content_type, s.data, s.number, sum(octet_length(s.data)) OVER (ORDER BY s.number DESC) AS bytes
       FROM producer_sample s JOIN producer p ON p.id = s.producer_id
       JOIN unnest($2::uuid[], $3::text[]) wanted(flow_id, node_id)
         ON p.flow_id = wanted.flow_id AND p.node_id = wanted.node_id
       WHERE p.workspace_id = $1) kept
     WHERE bytes <= $5 ORDER BY number DESC LIMIT $4`,
    [
      workspaceId,
      producers.map(({ flowId }) => flowId),
      producers.map(({ nodeId }) => nodeId),
      maxKept,
      maxBytes,
    ],
  );
  return keptRows.parse(rows).map(({ content_type: contentType, data }) => ({ contentType, data }));
}
