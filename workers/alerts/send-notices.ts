import { StepFailure } from "@/flow/delivery/step-failure";
import { openSigningSecret, webhookHeaders } from "@/server/alerts/sign-webhook";
import { endNotice, type TakenNotice, takeNotice } from "@/server/alerts/take-notice";
import { AppError } from "@/server/app-error";
import { SealError } from "@/server/credentials/seal";
import type { Deps } from "@/server/deps";
import { append } from "@/server/log/append";
import { createStepRuntime, type RuntimeParts } from "../runtime/step-runtime";

const TIMEOUT_MS = 10_000;
const STEP = "alert";

/** What a notice looks like to a program. */
function bodyOf(notice: TakenNotice): string {
  const { id, rule, ruleId, kind, value, message, at } = notice;
  return JSON.stringify({ id, rule, ruleId, kind, value, message, at: at.toISOString() });
}

async function appendNotice(deps: Deps, notice: TakenNotice, topicName: string): Promise<string> {
  const topic = await deps.db.topic.findUnique({
    where: { workspaceId_name: { workspaceId: notice.workspaceId, name: topicName } },
  });
  if (topic === null) throw new AppError("not-found", `There is no topic \`${topicName}\` any more.`);
  const draft = {
    // The same for every try: it is stored once.
    id: notice.id,
    source: `${deps.env.MILLRACE_URL}/alerts/${notice.ruleId}`,
    type: topicName,
    time: notice.at.toISOString(),
    contentType: "application/json",
    data: new TextEncoder().encode(bodyOf(notice)),
  };
  await append(deps.pool, topic.id, [{ draft }]);
  return topic.id;
}

/** Who receives a call can prove that it is ours. */
function signatureOf({ env }: Deps, notice: TakenNotice, body: string): Record<string, string> {
  const { id, ruleId, workspaceId, signingSecret } = notice;
  if (signingSecret === null) return {};
  try {
    const secret = openSigningSecret(env, workspaceId, ruleId, signingSecret);
    return webhookHeaders(secret, id, new Date(), body);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new AppError("conflict", "Its signing secret cannot be opened any more. Renew it.");
  }
}

async function sendOne(parts: RuntimeParts & { readonly deps: Deps }, notice: TakenNotice) {
  const { channel, workspaceId, message } = notice;
  if (channel.type === "topic") return appendNotice(parts.deps, notice, channel.topic);
  const runtime = createStepRuntime(parts, {
    workspaceId,
    caller: `alerts of ${workspaceId}`,
    readState: () => Promise.reject(new Error("A notice reads no state.")),
  });
  const call = { idempotencyKey: notice.id, timeoutMs: TIMEOUT_MS, stepId: STEP, record: () => {} };
  const credentialId = channel.credentialId === undefined ? {} : { credentialId: channel.credentialId };
  if (channel.type === "email") {
    await runtime.mail(
      { to: channel.to, subject: message.slice(0, 200), text: message, ...credentialId },
      call,
    );
    return undefined;
  }
  const body = bodyOf(notice);
  const headers = { "content-type": "application/json", ...signatureOf(parts.deps, notice, body) };
  const response = await runtime.http(
    {
      method: "POST",
      url: channel.url,
      headers,
      body,
      timeoutMs: TIMEOUT_MS,
      ...credentialId,
    },
    call,
  );
  if (response.status < 200 || response.status >= 300) {
    throw new StepFailure(`http-${response.status}`, `The address answered ${response.status}.`, {
      retryable: true,
    });
  }
  return undefined;
}

/**
 * Sends every notice that is due, one after the other; what fails is tried again later, under the same id.
 * @param onAppended told the topic of each notice that became an event
 */
export async function sendNotices(
  parts: RuntimeParts & { readonly deps: Deps },
  onAppended: (topicId: string) => void,
): Promise<void> {
  const { pool, log } = parts.deps;
  for (;;) {
    const notice = await takeNotice(pool);
    if (notice === undefined) return;
    try {
      const topicId = await sendOne(parts, notice);
      if (topicId !== undefined) onAppended(topicId);
      await endNotice(pool, notice.id, undefined);
    } catch (error) {
      const isForeseen = error instanceof StepFailure || error instanceof AppError;
      if (!isForeseen) log.warn({ err: error, rule: notice.ruleId }, "a notice could not be sent");
      await endNotice(
        pool,
        notice.id,
        isForeseen ? error.message : "It could not be sent. The log of the workers says why.",
      );
    }
  }
}
