import * as z from "zod";
import { topicNameSchema } from "@/flow/document/names";
import { useCase } from "../use-case";

/** More flows than that are not listed. */
const maxFlows = 500;

const rowSchema = z.object({ slug: z.string(), name: z.string(), samples: z.array(z.string()) });

/**
 * The flows whose draft draws a topic, by name, each with the names of the samples that it has of it. Drafts are looked
 * through in the database: they are large, and a name is all that is wanted of them.
 */
export const flowsWithTopic = useCase(
  "flow.read",
  z.object({ topic: topicNameSchema }),
  async ({ pool }, { workspaceId }, { topic }) => {
    const { rows } = await pool.query(
      `SELECT f.slug, f.name, ARRAY(
         SELECT s.one ->> 'name' FROM jsonb_array_elements(coalesce(f.draft -> 'samples', '[]')) AS s(one)
         WHERE s.one ->> 'topic' = $2) AS samples
       FROM flow f
       WHERE f.workspace_id = $1 AND f.deleted_at IS NULL
         AND f.draft @> jsonb_build_object('topics', jsonb_build_array(jsonb_build_object('name', $2::text)))
       ORDER BY f.name, f.slug LIMIT ${maxFlows}`,
      [workspaceId, topic],
    );
    return z.array(rowSchema).parse(rows);
  },
);
