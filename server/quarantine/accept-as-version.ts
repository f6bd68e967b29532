import * as z from "zod";
import { AppError } from "../app-error";
import { can, leastRole } from "../auth/can";
import { registerIn } from "../schemas/register-schema";
import { schemaSourceSchema } from "../schemas/schema-names";
import { findGatedTopic } from "../schemas/topic-gate";
import { useCase } from "../use-case";
import { choiceSchema } from "./quarantine-choice";
import { releaseEvents } from "./release";

/**
 * Registers a schema as the next version of what a topic is held to, and releases those of the chosen events that
 * fit it. The rules of the subject hold: a version that breaks them is refused, and nothing is released. Others of the
 * group are released by `releaseQuarantined` with `nextAfter`.
 * @throws AppError as `registerSchema` and `releaseQuarantined`
 */
export const acceptAsVersion = useCase(
  "quarantine.resolve",
  schemaSourceSchema.extend({ topic: z.string().min(1).max(80), choice: choiceSchema }),
  async (deps, actor, { topic, choice, ...source }) => {
    if (!can(actor, "schema.edit", actor))
      throw new AppError(
        "not-allowed",
        `This needs the role ${leastRole["schema.edit"]}. You are ${actor.role}.`,
      );
    const target = await findGatedTopic(deps, actor.workspaceId, topic);
    if (target === undefined) throw new AppError("not-found", `There is no topic \`${topic}\` here.`);
    const subject = target.gate?.subject ?? topic;
    const version = await deps.db.$transaction((tx) => registerIn(tx, actor, subject, source), {
      timeout: 30_000,
    });
    return { version, ...(await releaseEvents(deps, actor, choice, ({ draft }) => draft.data)) };
  },
);
