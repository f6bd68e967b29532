import * as z from "zod";
import { countedChanges, diffFlows } from "@/flow/diff/diff-flows";
import { slugOf } from "@/flow/document/names";
import { definitions } from "@/nodes/registry/definitions.gen";
import { AppError } from "../app-error";
import { useCase } from "../use-case";
import { lockFlow } from "./find-flow";
import { makeFlow } from "./make-flow";
import { writeDraft } from "./save-draft";
import { givenDocument, storedDocument } from "./stored-document";

/**
 * Makes the draft of the flow with this slug equal to a document, and makes the flow when it is missing: what a file
 * in git is applied with. Sending the same twice changes nothing the second time. Does not deploy.
 * @throws AppError `bad-input`; `conflict` when `version` is given and is not the draft's any more
 */
export const putFlow = useCase(
  "flow.edit",
  z.object({
    flow: z.string().refine((slug) => slug !== "" && slug === slugOf(slug), "Use a–z, 0–9 and hyphens."),
    document: z.unknown(),
    version: z.int().min(1).optional(),
  }),
  async (deps, actor, input) => {
    const document = givenDocument(input.document);
    const present = await deps.db.flow.findUnique({
      where: { workspaceId_slug: { workspaceId: actor.workspaceId, slug: input.flow } },
      select: { id: true },
    });
    if (present === null) {
      if (input.version !== undefined)
        throw new AppError("not-found", `There is no flow "${input.flow}" here.`);
      const made = await makeFlow(deps, actor, document, { slug: input.flow });
      return { ...made, isNew: true, changes: countedChanges(diffFlows(undefined, document, definitions)) };
    }
    return deps.db.$transaction(async (tx) => {
      const flow = await lockFlow(tx, actor, input.flow);
      const before = storedDocument(flow.draft);
      const differences = diffFlows(before, document, definitions);
      const changes = countedChanges(differences);
      if (differences.length === 0) {
        return { slug: flow.slug, version: flow.draftVersion, isNew: false, changes };
      }
      const saved = await writeDraft(tx, deps, actor, flow, input.version ?? flow.draftVersion, document);
      return { slug: flow.slug, version: saved.version, isNew: false, changes };
    });
  },
);
