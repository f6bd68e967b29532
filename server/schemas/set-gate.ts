import * as z from "zod";
import { type Gate, gates } from "@/flow/schema/failure";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { subjectSchema } from "./schema-names";

/** What a topic holds its events to. */
export interface TopicGate {
  readonly topic: string;
  readonly gate: Gate;
  /** The subject; the topic's own name unless another was chosen. */
  readonly subject: string;
  /** Null while the subject has no version: nothing is checked then. */
  readonly latestVersion: number | null;
}

const oneTopic = z.object({ topic: z.string().min(1).max(80) });

/**
 * What a topic holds its events to.
 * @throws AppError `not-found`
 */
export const getGate = useCase(
  "schema.read",
  oneTopic,
  async ({ db }, { workspaceId }, { topic: name }): Promise<TopicGate> => {
    const topic = await db.topic.findUnique({
      where: { workspaceId_name: { workspaceId, name } },
      include: { gate: true },
    });
    if (topic === null) throw new AppError("not-found", `There is no topic \`${name}\` here.`);
    const subject = topic.gate?.subject ?? name;
    const latest = await db.schemaVersion.aggregate({
      where: { workspaceId, subject, deletedAt: null },
      _max: { version: true },
    });
    return {
      topic: name,
      gate: z.enum(gates).parse(topic.gate?.gate ?? "off"),
      subject,
      latestVersion: latest._max.version,
    };
  },
);

/**
 * Chooses what a topic does with events that do not fit: `off`, `warn` (stored, and marked), `quarantine` (kept back in
 * an inbox) or `reject` (422). `subject: null` is the topic's own name. Addresses follow within a second.
 * @throws AppError `not-found`
 */
export const setGate = useCase(
  "schema.edit",
  oneTopic.extend({ gate: z.enum(gates), subject: subjectSchema.nullable().optional() }),
  async (deps, actor, { topic: name, gate, subject }): Promise<TopicGate> => {
    await deps.db.$transaction(async (tx) => {
      const topic = await tx.topic.findUnique({
        where: { workspaceId_name: { workspaceId: actor.workspaceId, name } },
      });
      if (topic === null) throw new AppError("not-found", `There is no topic \`${name}\` here.`);
      const chosen = subject === name ? null : subject;
      await tx.topicGate.upsert({
        where: { topicId: topic.id },
        create: { topicId: topic.id, gate, subject: chosen ?? null },
        update: { gate, ...(chosen === undefined ? {} : { subject: chosen }) },
      });
      await recordAudit(tx, actor, "topic.gate-changed", name, { gate });
    });
    return getGate(deps, actor, { topic: name });
  },
);
