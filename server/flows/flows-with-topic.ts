import * as z from "zod";
import { topicNameSchema } from "@/flow/document/names";
import { useCase } from "../use-case";
import { storedDocument } from "./stored-document";

/** More flows than that are not looked at. */
const maxFlows = 500;

/** The flows whose draft draws a topic, by name, each with the names of the samples that it has of it. */
export const flowsWithTopic = useCase(
  "flow.read",
  z.object({ topic: topicNameSchema }),
  async ({ db }, { workspaceId }, { topic }) => {
    const flows = await db.flow.findMany({
      where: {
        workspaceId,
        deletedAt: null,
        draft: { path: ["topics"], array_contains: [{ name: topic }] },
      },
      orderBy: [{ name: "asc" }, { slug: "asc" }],
      take: maxFlows,
      select: { slug: true, name: true, draft: true },
    });
    return flows.map(({ slug, name, draft }) => ({
      slug,
      name,
      samples: storedDocument(draft)
        .samples.filter((sample) => sample.topic === topic)
        .map((sample) => sample.name),
    }));
  },
);
