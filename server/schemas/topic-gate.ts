import * as z from "zod";
import type { Deps } from "../deps";

/** What the events of a topic are held to, as the gateway knows it; absent when nothing is checked. */
export interface TopicGateRef {
  readonly gate: "warn" | "quarantine" | "reject";
  readonly workspaceId: string;
  readonly subject: string;
  readonly version: number;
  /** Id of the text. */
  readonly schemaId: number;
}

/** Joins for a query that has `topic t`: its gate, and the latest version of the subject behind it. */
export const gateJoins = `LEFT JOIN topic_gate g ON g.topic_id = t.id AND g.gate <> 'off'
      LEFT JOIN LATERAL (
        SELECT v.version, v.text_id FROM schema_version v
        WHERE v.workspace_id = t.workspace_id AND v.subject = coalesce(g.subject, t.name) AND v.deleted_at IS NULL
        ORDER BY v.version DESC LIMIT 1
      ) s ON g.topic_id IS NOT NULL`;

/** What such a query selects for `topicGateOf`. */
export const gateColumns = `t.workspace_id AS gate_workspace, g.gate, coalesce(g.subject, t.name) AS gate_subject,
        s.version AS gate_version, s.text_id AS gate_schema`;

export const gateColumnsSchema = z.object({
  gate_workspace: z.string().nullable(),
  gate: z.enum(["warn", "quarantine", "reject"]).nullable(),
  gate_subject: z.string().nullable(),
  gate_version: z.number().nullable(),
  gate_schema: z.number().nullable(),
});

/** The gate of a row; undefined when nothing is checked. */
export function topicGateOf(row: z.infer<typeof gateColumnsSchema>): TopicGateRef | undefined {
  const {
    gate_workspace: workspaceId,
    gate,
    gate_subject: subject,
    gate_version: version,
    gate_schema: schemaId,
  } = row;
  if (workspaceId === null || gate === null || subject === null || version === null || schemaId === null)
    return undefined;
  return { gate, workspaceId, subject, version, schemaId };
}

/** The gates of all topics of an installation that hold their events to a schema, by the id of the topic. */
export async function readGates({ pool }: Pick<Deps, "pool">): Promise<ReadonlyMap<string, TopicGateRef>> {
  const { rows } = await pool.query(
    `SELECT t.id, ${gateColumns} FROM topic_gate o JOIN topic t ON t.id = o.topic_id ${gateJoins} WHERE o.gate <> 'off'`,
  );
  return new Map(
    z
      .array(gateColumnsSchema.extend({ id: z.string() }))
      .parse(rows)
      .flatMap((row) => {
        const gate = topicGateOf(row);
        return gate === undefined ? [] : [[row.id, gate] as const];
      }),
  );
}

const topicRow = gateColumnsSchema.extend({ id: z.string(), name: z.string() });

/** A topic of a workspace with its gate; undefined when there is none of that name. */
export async function findGatedTopic(
  { pool }: Pick<Deps, "pool">,
  workspaceId: string,
  name: string,
): Promise<{ id: string; name: string; gate: TopicGateRef | undefined } | undefined> {
  const { rows } = await pool.query(
    `SELECT t.id, t.name, ${gateColumns} FROM topic t ${gateJoins} WHERE t.workspace_id = $1 AND t.name = $2`,
    [workspaceId, name],
  );
  const row = topicRow.optional().parse(rows[0]);
  return row && { id: row.id, name: row.name, gate: topicGateOf(row) };
}
