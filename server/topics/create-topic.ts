import * as z from "zod";
import { topicNameSchema } from "@/flow/document/names";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { ensureTopics } from "./ensure-topics";

/**
 * Makes an empty topic. Topics of flows are made when those are deployed; this is for sending without a flow.
 * @throws AppError `conflict` when the name exists
 */
export const createTopic = useCase(
  "topic.edit",
  z.object({ name: topicNameSchema, description: z.string().trim().max(2000).optional() }),
  async (deps, actor, input) =>
    deps.db.$transaction(async (tx) => {
      const present = await tx.topic.findUnique({
        where: { workspaceId_name: { workspaceId: actor.workspaceId, name: input.name } },
      });
      if (present !== null) throw new AppError("conflict", `\`${input.name}\` exists.`);
      const ids = await ensureTopics(tx, actor.workspaceId, [input]);
      await recordAudit(tx, actor, "topic.created", input.name);
      return { id: ids[input.name] ?? "", name: input.name };
    }),
);
