import * as z from "zod";
import { AppError } from "../app-error";
import { freeFlowName } from "../flows/free-slug";
import { makeFlow } from "../flows/make-flow";
import { useCase } from "../use-case";
import { templates } from "./read-templates";

/**
 * Makes a new flow from a template, as a draft. A name that exists gets a number.
 * @throws AppError `not-found`
 */
export const useTemplate = useCase(
  "flow.edit",
  z.object({ template: z.string() }),
  async (deps, actor, input) => {
    const template = templates().find(({ id }) => id === input.template);
    if (template === undefined) throw new AppError("not-found", `There is no template "${input.template}".`);
    const name = await freeFlowName(deps.db, actor, template.document.name);
    return makeFlow(deps, actor, { ...template.document, name });
  },
);
