import * as z from "zod";
import { countedChanges, diffFlows } from "@/flow/diff/diff-flows";
import { definitions } from "@/nodes/registry/definitions.gen";
import { useCase } from "../use-case";
import { findFlow } from "./find-flow";
import { findRevision } from "./find-revision";
import { storedDocument } from "./stored-document";

/** Revisions of a flow, the newest first, each with what it changed and every time it was brought into effect. */
export const listRevisions = useCase(
  "flow.read",
  z.object({ flow: z.string(), limit: z.int().min(1).max(200).default(50) }),
  async (deps, actor, input) => {
    const flow = await findFlow(deps.db, actor, input.flow);
    const [rows, deployments] = await Promise.all([
      deps.db.revision.findMany({
        where: { flowId: flow.id },
        orderBy: { number: "desc" },
        // One more than asked for, to compare the oldest one with.
        take: input.limit + 1,
      }),
      deps.db.deployment.findMany({ where: { flowId: flow.id }, orderBy: { at: "desc" } }),
    ]);
    const documents = rows.map(({ document }) => storedDocument(document));
    return rows.slice(0, input.limit).map(({ id, number, createdAt, createdBy }, index) => {
      const document = documents[index];
      const isFirst = number === 1;
      return {
        number,
        createdAt,
        createdBy,
        isLive: id === flow.liveRevisionId,
        changes:
          document === undefined
            ? []
            : countedChanges(diffFlows(isFirst ? undefined : documents[index + 1], document, definitions)),
        deployments: deployments
          .filter(({ revisionId }) => revisionId === id)
          .map(({ at, by, kind, note }) => ({ at, by, kind, note })),
      };
    });
  },
);

/**
 * One revision's document, with what deploying it again would change against what runs.
 * @throws AppError `not-found`
 */
export const getRevision = useCase(
  "flow.read",
  z.object({ flow: z.string(), revision: z.int().min(1) }),
  async (deps, actor, input) => {
    const flow = await findFlow(deps.db, actor, input.flow);
    const revision = await findRevision(deps.db, flow.id, input.revision);
    const document = storedDocument(revision.document);
    const live = flow.liveRevision === null ? undefined : storedDocument(flow.liveRevision.document);
    return {
      number: revision.number,
      createdAt: revision.createdAt,
      createdBy: revision.createdBy,
      document,
      changesAgainstLive: countedChanges(diffFlows(live, document, definitions)),
    };
  },
);
