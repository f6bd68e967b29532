import * as z from "zod";
import { useCase } from "../use-case";
import { findFlow } from "./find-flow";
import { writeDraft } from "./save-draft";
import { storedDocument } from "./stored-document";

/** Gives a flow another name; its address in the browser and its producers' addresses stay. */
export const renameFlow = useCase(
  "flow.edit",
  z.object({ flow: z.string(), name: z.string().trim().min(1, "A flow needs a name.").max(120) }),
  async (deps, actor, input) =>
    deps.db.$transaction(async (tx) => {
      const flow = await findFlow(tx, actor, input.flow);
      const document = { ...storedDocument(flow.draft), name: input.name };
      const { version } = await writeDraft(tx, deps, actor, flow, flow.draftVersion, document);
      return { name: input.name, version };
    }),
);
