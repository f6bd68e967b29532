import * as z from "zod";
import { flowFromText, maxFlowTextLength } from "@/flow/document/flow-yaml";
import { faultsText } from "@/flow/document/parse-flow";
import { AppError } from "../app-error";
import { useCase } from "../use-case";
import { freeFlowName } from "./free-slug";
import { makeFlow } from "./make-flow";

/**
 * Makes a new flow from a file or pasted text, YAML or JSON. A name that exists gets a number.
 * @throws AppError `bad-input` with one line per fault
 */
export const importFlow = useCase(
  "flow.edit",
  z.object({ text: z.string().min(1, "There is nothing to import.").max(maxFlowTextLength) }),
  async (deps, actor, input) => {
    const { document, faults } = flowFromText(input.text);
    if (document === undefined) throw new AppError("bad-input", faultsText(faults), { faults });
    const name = await freeFlowName(deps.db, actor, document.name);
    return makeFlow(deps, actor, { ...document, name });
  },
);
