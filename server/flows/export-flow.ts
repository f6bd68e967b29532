import * as z from "zod";
import { flowToJson, flowToYaml } from "@/flow/document/flow-yaml";
import { AppError } from "../app-error";
import { useCase } from "../use-case";
import { findFlow } from "./find-flow";
import { storedDocument } from "./stored-document";

/**
 * A flow as a file: the draft, or a revision by its number. Two exports of the same are the same text.
 * @throws AppError `not-found`
 */
export const exportFlow = useCase(
  "flow.read",
  z.object({
    flow: z.string(),
    revision: z.int().min(1).optional(),
    format: z.enum(["yaml", "json"]).default("yaml"),
  }),
  async (deps, actor, input) => {
    const flow = await findFlow(deps.db, actor, input.flow);
    let stored: unknown = flow.draft;
    if (input.revision !== undefined) {
      const revision = await deps.db.revision.findUnique({
        where: { flowId_number: { flowId: flow.id, number: input.revision } },
      });
      if (revision === null) throw new AppError("not-found", `There is no revision ${input.revision}.`);
      stored = revision.document;
    }
    const document = storedDocument(stored);
    const text = input.format === "yaml" ? flowToYaml(document) : flowToJson(document);
    return { fileName: `${flow.slug}.${input.format}`, text };
  },
);
