import * as z from "zod";
import { useCase } from "../use-case";
import { findFlow } from "./find-flow";

/** Longest payload that is shown; the event itself is kept whole. */
const maxShownBytes = 64 * 1024;

/** The last events that came to a flow's producers before it was deployed, newest first. */
export const listKeptSamples = useCase(
  "event.read",
  z.object({ flow: z.string(), nodeId: z.string().optional() }),
  async (deps, actor, input) => {
    const flow = await findFlow(deps.db, actor, input.flow);
    const samples = await deps.db.producerSample.findMany({
      where: {
        producer: { flowId: flow.id, ...(input.nodeId === undefined ? {} : { nodeId: input.nodeId }) },
      },
      include: { producer: { select: { nodeId: true } } },
      orderBy: { number: "desc" },
      take: 100,
    });
    return samples.map(({ id, at, contentType, data, producer }) => ({
      id,
      nodeId: producer.nodeId,
      at,
      contentType,
      text: new TextDecoder().decode(data.subarray(0, maxShownBytes)),
      isCut: data.byteLength > maxShownBytes,
    }));
  },
);
