import * as z from "zod";
import { countedChanges, diffFlows } from "@/flow/diff/diff-flows";
import { type FlowPicture, flowPicture } from "@/flow/graph/flow-picture";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { useCase } from "../use-case";
import { storedDocument } from "./stored-document";

/** A flow as its card in the list shows it. */
export interface FlowSummary {
  readonly slug: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly state: "draft" | "live" | "paused";
  readonly picture: FlowPicture;
  /** Number of the revision that runs; null when none does. */
  readonly revision: number | null;
  /** Changes of the draft that are not deployed; 0 for a flow that never was. */
  readonly undeployedChanges: number;
  readonly savedAt: Date;
  readonly savedBy: string;
  /** Events of the last 60 seconds in the topics that its producers fill and its consumers read. */
  readonly eventsPerMinute: number;
  /** Deliveries of live events that were given up in the last hour. */
  readonly deadLastHour: number;
  /** Deliveries that failed and will be tried again. */
  readonly retrying: number;
  /** Deliveries that are open while the flow drains; null: it does not. */
  readonly stillOpen: number | null;
}

const activityRow = z.object({
  flow_id: z.string(),
  per_minute: z.coerce.number(),
  dead: z.coerce.number(),
  retrying: z.coerce.number(),
  still_open: z.coerce.number().nullable(),
});

const activitySql = `
  WITH topics AS (
    SELECT flow_id, topic_id FROM subscription WHERE workspace_id = $1 AND state <> 'removed'
    UNION
    SELECT flow_id, topic_id FROM producer WHERE workspace_id = $1 AND topic_id IS NOT NULL
  ), rates AS (
    SELECT t.topic_id, h.head - millrace_offset_at(t.topic_id, clock_timestamp() - interval '1 minute') AS rate
    FROM (SELECT DISTINCT topic_id FROM topics) t JOIN topic_head h ON h.topic_id = t.topic_id
  ), failures AS (
    SELECT s.flow_id,
      coalesce(sum((SELECT count(*) FROM delivery d
        WHERE d.subscription_id = s.id AND d.run = 0 AND d.status = 'dead'
          AND d.finished_at > clock_timestamp() - interval '1 hour')), 0) AS dead,
      coalesce(sum((SELECT sum(l.retrying) FROM lane l WHERE l.subscription_id = s.id AND l.run = 0)), 0) AS retrying
    FROM subscription s WHERE s.workspace_id = $1 AND s.state <> 'removed' GROUP BY s.flow_id
  )
  SELECT f.id AS flow_id,
    coalesce((SELECT sum(r.rate) FROM topics t JOIN rates r ON r.topic_id = t.topic_id WHERE t.flow_id = f.id), 0) AS per_minute,
    coalesce(x.dead, 0) AS dead, coalesce(x.retrying, 0) AS retrying,
    (SELECT coalesce(sum(millrace_on_its_way(l)), 0) FROM subscription s
     LEFT JOIN lane l ON l.subscription_id = s.id AND l.run = 0
     WHERE s.flow_id = f.id AND s.state = 'draining' HAVING count(s.id) > 0) AS still_open
  FROM flow f LEFT JOIN failures x ON x.flow_id = f.id
  WHERE f.workspace_id = $1 AND f.deleted_at IS NULL`;

/** All flows of a workspace with what happened in them lately; the last edited first. */
export const listFlows = useCase("flow.read", z.object({}), async (deps, actor): Promise<FlowSummary[]> => {
  const [flows, activity] = await Promise.all([
    deps.db.flow.findMany({
      where: { workspaceId: actor.workspaceId, deletedAt: null },
      include: { liveRevision: { select: { number: true, document: true } } },
      orderBy: { updatedAt: "desc" },
    }),
    activityByFlow(deps, actor),
  ]);
  return flows.map((flow) => {
    const document = storedDocument(flow.draft);
    const live = flow.liveRevision;
    const counts = activity.get(flow.id);
    return {
      slug: flow.slug,
      name: flow.name,
      description: document.description,
      state: flow.state,
      picture: flowPicture(document, definitions),
      revision: live?.number ?? null,
      undeployedChanges:
        live === null
          ? 0
          : countedChanges(diffFlows(storedDocument(live.document), document, definitions)).length,
      savedAt: flow.updatedAt,
      savedBy: flow.updatedBy,
      eventsPerMinute: counts?.per_minute ?? 0,
      deadLastHour: counts?.dead ?? 0,
      retrying: counts?.retrying ?? 0,
      stillOpen: counts?.still_open ?? null,
    };
  });
});

async function activityByFlow(
  deps: Deps,
  actor: Actor,
): Promise<ReadonlyMap<string, z.infer<typeof activityRow>>> {
  const { rows } = await deps.pool.query(activitySql, [actor.workspaceId]);
  return new Map(
    z
      .array(activityRow)
      .parse(rows)
      .map((row) => [row.flow_id, row]),
  );
}
