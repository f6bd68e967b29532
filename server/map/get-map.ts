import * as z from "zod";
import { parsePlan } from "@/flow/compile/plan-schema";
import { type WorkspaceMap, workspaceMap } from "@/flow/graph/workspace-map";
import { definitions } from "@/nodes/registry/definitions.gen";
import { storedDocument } from "../flows/stored-document";
import { useCase } from "../use-case";
import { type MapConsumerActivity, type MapTopicActivity, mapActivity } from "./map-activity";

/** A flow by its name on the map. */
export interface MapFlow {
  readonly slug: string;
  readonly name: string;
  /** A draft never ran: it is drawn as it is planned. */
  readonly state: "draft" | "live" | "paused";
}

/** All flows of a workspace joined at their topics, and what happens in them. */
export interface DrawnMap extends WorkspaceMap {
  readonly flows: readonly MapFlow[];
  readonly topics: readonly MapTopicActivity[];
  readonly consumers: readonly MapConsumerActivity[];
}

/** The map of the workspace: of every flow the revision that runs, or its draft where none does. */
export const getMap = useCase("flow.read", z.object({}), async (deps, actor): Promise<DrawnMap> => {
  const [flows, topics, activity] = await Promise.all([
    deps.db.flow.findMany({
      where: { workspaceId: actor.workspaceId, deletedAt: null },
      include: { liveRevision: true },
      orderBy: { name: "asc" },
    }),
    deps.db.topic.findMany({ where: { workspaceId: actor.workspaceId }, select: { id: true, name: true } }),
    mapActivity(deps, actor),
  ]);
  const nameOf = new Map(topics.map(({ id, name }) => [id, name]));
  const drawn = workspaceMap(
    flows.map(({ slug, draft, liveRevision }) => {
      if (liveRevision === null) {
        return { slug, document: storedDocument(draft), topicToday: (name: string) => name };
      }
      const { topicIds } = parsePlan(liveRevision.plan);
      const topicToday = (then: string) => nameOf.get(topicIds[then] ?? "") ?? then;
      return { slug, document: storedDocument(liveRevision.document), topicToday };
    }),
    definitions,
  );
  return { ...drawn, ...activity, flows: flows.map(({ slug, name, state }) => ({ slug, name, state })) };
});
