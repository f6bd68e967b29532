import { v7 as newId } from "uuid";
import * as z from "zod";
import { isSame } from "@/flow/diff/is-same";
import { AppError } from "../app-error";
import { eventRefSchema } from "../events/event-row";
import { getEvent } from "../events/get-event";
import { useCase } from "../use-case";
import { lockFlow } from "./find-flow";
import { writeDraft } from "./save-draft";
import { storedDocument } from "./stored-document";

/** Longer payloads are no samples: they would be a part of every draft and revision. */
const maxBytes = 64 * 1024;
const maxSamples = 100;

const jsonSchema = z.json();

/** The payload as JSON, or as the text that it is. */
function sampleData(text: string | null, bytes: number): z.infer<typeof jsonSchema> {
  if (text === null) throw new AppError("bad-input", "The payload is not text, so it cannot be a sample.");
  if (bytes > maxBytes)
    throw new AppError("bad-input", "The payload is larger than 64 KiB, so it cannot be a sample.");
  try {
    return jsonSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/**
 * Makes a stored event a sample of a flow's draft, as *Pin* in the editor does; what runs stays as it is.
 * @throws AppError `not-found`; `bad-input` when the payload cannot be a sample or the flow has 100 already;
 * `conflict` when the same payload is a sample of the topic already
 */
export const pinSample = useCase(
  "flow.edit",
  z.object({ flow: z.string(), event: eventRefSchema, name: z.string().trim().min(1).max(120) }),
  async (deps, actor, { flow: slug, event: { topic, offset }, name }) => {
    const { text, bytes } = await getEvent(deps, actor, { topic, offset });
    const data = sampleData(text, bytes);
    return deps.db.$transaction(async (tx) => {
      const flow = await lockFlow(tx, actor, slug);
      const document = storedDocument(flow.draft);
      const same = document.samples.find((sample) => sample.topic === topic && isSame(sample.data, data));
      if (same !== undefined)
        throw new AppError("conflict", `"${same.name}" in ${flow.name} is this payload already.`);
      if (document.samples.length >= maxSamples)
        throw new AppError("bad-input", `${flow.name} has ${maxSamples} samples already. Delete one first.`);
      const id = `sample-${newId()}`;
      const samples = [...document.samples, { id, name, topic, data }];
      await writeDraft(tx, deps, actor, flow, flow.draftVersion, { ...document, samples });
      return { id, flowName: flow.name };
    });
  },
);

/**
 * Takes a sample out of a flow's draft; one that is gone already stays gone.
 * @throws AppError `not-found`
 */
export const unpinSample = useCase(
  "flow.edit",
  z.object({ flow: z.string(), id: z.string().max(64) }),
  async (deps, actor, input): Promise<void> => {
    await deps.db.$transaction(async (tx) => {
      const flow = await lockFlow(tx, actor, input.flow);
      const document = storedDocument(flow.draft);
      const samples = document.samples.filter(({ id }) => id !== input.id);
      if (samples.length === document.samples.length) return;
      await writeDraft(tx, deps, actor, flow, flow.draftVersion, { ...document, samples });
    });
  },
);
