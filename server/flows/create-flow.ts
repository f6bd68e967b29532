import * as z from "zod";
import { emptyFlow } from "@/flow/document/flow-document";
import { useCase } from "../use-case";
import { freeFlowName } from "./free-slug";
import { makeFlow } from "./make-flow";
import { givenDocument } from "./stored-document";

/**
 * Makes a flow: blank with a name, or from a document. A name that exists gets a number.
 * @throws AppError `bad-input` when the document does not fit
 */
export const createFlow = useCase(
  "flow.edit",
  z.object({ name: z.string().trim().min(1).max(120).optional(), document: z.unknown().optional() }),
  async (deps, actor, input) => {
    const given = input.document === undefined ? undefined : givenDocument(input.document);
    const wished = input.name ?? given?.name ?? "Untitled flow";
    const name = await freeFlowName(deps.db, actor, wished);
    return makeFlow(deps, actor, { ...(given ?? emptyFlow(name)), name });
  },
);
