import * as z from "zod";
import { useCase } from "../use-case";
import { consumerNameSql } from "./consumer-name";

const consumerRow = z.object({ flow: z.string(), flowName: z.string(), id: z.string(), name: z.string() });

/** What events can be narrowed to: the topics of the workspace, and the consumers that are or were deployed. */
export const filterChoices = useCase("event.read", z.object({}), async (deps, actor) => {
  const [topics, consumers] = await Promise.all([
    deps.db.topic.findMany({
      where: { workspaceId: actor.workspaceId },
      select: { name: true },
      orderBy: { name: "asc" },
    }),
    deps.pool.query(
      `SELECT DISTINCT ON (f.name, f.slug, s.consumer_id)
              f.slug AS flow, f.name AS "flowName", s.consumer_id AS id, ${consumerNameSql} AS name
       FROM subscription s JOIN flow f ON f.id = s.flow_id AND f.deleted_at IS NULL
       WHERE s.workspace_id = $1 AND s.state <> 'removed'
       ORDER BY f.name, f.slug, s.consumer_id, s.created_at DESC`,
      [actor.workspaceId],
    ),
  ]);
  return { topics: topics.map(({ name }) => name), consumers: z.array(consumerRow).parse(consumers.rows) };
});
