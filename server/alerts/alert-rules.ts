import * as z from "zod";
import { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { alertChannelSchema, alertKinds, noticeKinds } from "./alert-schemas";
import { noticeMessage } from "./notice-message";

const HISTORY = 20;

/** The rules of the workspace by name, with their state and what they told last. */
export const listAlertRules = useCase("delivery.read", z.object({}), async ({ db }, { workspaceId }) => {
  const rules = await db.alertRule.findMany({
    where: { workspaceId },
    orderBy: { name: "asc" },
    include: {
      flow: { select: { slug: true, name: true } },
      topic: { select: { name: true } },
      notices: { orderBy: { at: "desc" }, take: HISTORY },
    },
  });
  return rules.map((rule) => ({
    id: rule.id,
    name: rule.name,
    kind: z.enum(alertKinds).parse(rule.kind),
    flow: rule.flow,
    topic: rule.topic?.name ?? null,
    threshold: rule.threshold,
    windowMinutes: rule.windowMinutes,
    channel: alertChannelSchema.parse(rule.channel),
    isOn: rule.isOn,
    isOpen: rule.isOpen,
    changedAt: rule.changedAt,
    /** Percent, dead letters or minutes when it was looked at; null where there was nothing to measure. */
    value: rule.value,
    checkedAt: rule.checkedAt,
    notices: rule.notices.map((notice) => ({
      id: notice.id,
      kind: z.enum(noticeKinds).parse(notice.kind),
      message: notice.message,
      at: notice.at,
      sentAt: notice.sentAt,
      failure: notice.failure,
      /** It is tried again then; null: sent, or given up. */
      dueAt: notice.dueAt,
    })),
  }));
});

const ruleSchema = z.object({
  /** Absent: a new rule. */
  id: z.uuid().optional(),
  name: z.string().trim().min(1, "Give it a name.").max(120),
  kind: z.enum(alertKinds),
  /** Slug; absent: all flows. */
  flow: z.string().min(1).max(80).optional(),
  /** For a silence. */
  topic: z.string().min(1).max(80).optional(),
  threshold: z.number().positive("Write a number above 0.").max(1_000_000_000),
  windowMinutes: z.number().int().min(1).max(1_440).default(5),
  channel: alertChannelSchema,
  isOn: z.boolean().default(true),
});

/**
 * Makes a rule, or changes one; a changed one starts closed.
 * @throws AppError `not-found` for a foreign rule, flow, topic or credential; `bad-input`; `conflict` for a name that is taken
 */
export const saveAlertRule = useCase("alert.manage", ruleSchema, async (deps, actor, input) => {
  const { workspaceId } = actor;
  const { id, name, kind, threshold, windowMinutes, channel, isOn } = input;
  if (kind === "silence" && input.topic === undefined) throw new AppError("bad-input", "Choose the topic.");
  try {
    return await deps.db.$transaction(async (tx) => {
      const flow =
        input.flow === undefined || kind === "silence"
          ? undefined
          : await tx.flow.findFirst({ where: { workspaceId, slug: input.flow, deletedAt: null } });
      if (flow === null) throw new AppError("not-found", "This flow does not exist.");
      const names = [
        ...(kind === "silence" && input.topic !== undefined ? [input.topic] : []),
        ...(channel.type === "topic" ? [channel.topic] : []),
      ];
      const topics = await tx.topic.findMany({ where: { workspaceId, name: { in: names } } });
      const missing = names.find((one) => !topics.some((topic) => topic.name === one));
      if (missing !== undefined) throw new AppError("not-found", `There is no topic \`${missing}\` here.`);
      if (channel.type !== "topic" && channel.credentialId !== undefined) {
        const known = await tx.credential.count({ where: { workspaceId, id: channel.credentialId } });
        if (known === 0) throw new AppError("not-found", "The credential was deleted. Choose another.");
      }
      const data = {
        name,
        kind,
        flowId: flow?.id ?? null,
        topicId: kind === "silence" ? (topics.find((topic) => topic.name === input.topic)?.id ?? null) : null,
        threshold,
        windowMinutes,
        channel,
        isOn,
        isOpen: false,
        value: null,
        checkedAt: null,
      };
      if (id === undefined) {
        const made = await tx.alertRule.create({ data: { ...data, workspaceId, createdBy: actor.name } });
        await recordAudit(tx, actor, "alert.created", name);
        return { id: made.id };
      }
      const changed = await tx.alertRule.updateMany({ where: { id, workspaceId }, data });
      if (changed.count === 0) throw new AppError("not-found", "This rule does not exist.");
      await recordAudit(tx, actor, "alert.changed", name);
      return { id };
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")
      throw new AppError("conflict", `There is a rule "${name}" already. Choose another name.`);
    throw error;
  }
});

const oneRule = z.object({ id: z.uuid() });

/** Deletes a rule with its history. @throws AppError `not-found` */
export const deleteAlertRule = useCase("alert.manage", oneRule, async (deps, actor, { id }) =>
  deps.db.$transaction(async (tx) => {
    const rule = await tx.alertRule.findFirst({ where: { id, workspaceId: actor.workspaceId } });
    if (rule === null) throw new AppError("not-found", "This rule does not exist.");
    await tx.alertRule.delete({ where: { id } });
    await recordAudit(tx, actor, "alert.deleted", rule.name);
    return { id };
  }),
);

/** Sends a notice that says it is a test, the way the rule tells; how it went stands in the rule's history. */
export const testAlertRule = useCase("alert.manage", oneRule, async (deps, actor, { id }) =>
  deps.db.$transaction(async (tx) => {
    const rule = await tx.alertRule.findFirst({ where: { id, workspaceId: actor.workspaceId } });
    if (rule === null) throw new AppError("not-found", "This rule does not exist.");
    const kind = z.enum(alertKinds).parse(rule.kind);
    const message = noticeMessage({ ...rule, kind, of: null }, "test", null);
    const notice = await tx.alertNotice.create({ data: { ruleId: id, kind: "test", message } });
    await recordAudit(tx, actor, "alert.tested", rule.name);
    return { noticeId: notice.id };
  }),
);
