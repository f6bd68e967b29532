import * as z from "zod";
import { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { type AlertChannel, alertChannelSchema, alertKinds, noticeKinds } from "./alert-schemas";
import { noticeMessage } from "./notice-message";
import { newSigningSecret } from "./sign-webhook";

const HISTORY = 20;

/** The rules of the workspace by name, with their state and what they told last. */
export const listAlertRules = useCase("delivery.read", z.object({}), async ({ db }, { workspaceId }) => {
  const rules = await db.alertRule.findMany({
    where: { workspaceId },
    orderBy: { name: "asc" },
    omit: { signingSecret: true },
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
    /** Since when its calls are signed with the same secret; null: they are not signed, or it calls nobody. */
    signedSince: rule.signedSince,
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

const addressOf = (channel: AlertChannel) => (channel.type === "webhook" ? channel.url : undefined);

/**
 * Makes a rule, or changes one; a changed one starts closed. Whoever gets a new address to call also gets its `secret`, with
 * which the calls are signed: nobody can see it again.
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
      const known = id === undefined ? null : await tx.alertRule.findFirst({ where: { id, workspaceId } });
      if (id !== undefined && known === null) throw new AppError("not-found", "This rule does not exist.");
      const ruleId = id ?? crypto.randomUUID();
      const address = addressOf(channel);
      const isSigned =
        known !== null &&
        known.signingSecret !== null &&
        addressOf(alertChannelSchema.parse(known.channel)) === address;
      const made =
        address === undefined || isSigned ? undefined : newSigningSecret(deps.env, workspaceId, ruleId);
      const signed = isSigned
        ? {}
        : { signingSecret: made?.sealed ?? null, signedSince: made === undefined ? null : new Date() };
      if (known === null) {
        await tx.alertRule.create({
          data: { ...data, ...signed, id: ruleId, workspaceId, createdBy: actor.name },
        });
      } else await tx.alertRule.update({ where: { id: ruleId }, data: { ...data, ...signed } });
      await recordAudit(tx, actor, known === null ? "alert.created" : "alert.changed", name);
      return { id: ruleId, ...(made !== undefined && { secret: made.secret }) };
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

/**
 * Makes a new signing secret for a rule that calls an address; what was signed with the old one is not any more.
 * @throws AppError `not-found`; `bad-input` for a rule that calls nobody
 */
export const renewAlertSecret = useCase("alert.manage", oneRule, async (deps, actor, { id }) =>
  deps.db.$transaction(async (tx) => {
    const { workspaceId } = actor;
    const rule = await tx.alertRule.findFirst({ where: { id, workspaceId } });
    if (rule === null) throw new AppError("not-found", "This rule does not exist.");
    if (addressOf(alertChannelSchema.parse(rule.channel)) === undefined)
      throw new AppError("bad-input", "Only an alert that calls an address signs what it sends.");
    const { secret, sealed } = newSigningSecret(deps.env, workspaceId, id);
    await tx.alertRule.update({ where: { id }, data: { signingSecret: sealed, signedSince: new Date() } });
    await recordAudit(tx, actor, "alert.secret-renewed", rule.name);
    return { secret };
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
