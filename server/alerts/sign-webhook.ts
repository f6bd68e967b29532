import { createHmac, randomBytes } from "node:crypto";
import { seal, unseal } from "../credentials/seal";
import type { Env } from "../env";

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;
const PREFIX = "whsec_";

const bindingOf = (workspaceId: string, id: string) =>
  ({ purpose: "alert-secret", workspaceId, id }) as const;

/** A new signing secret for a rule: as its receiver gets it, and sealed for the rule's row. */
export function newSigningSecret(env: Env, workspaceId: string, ruleId: string) {
  const secret = `${PREFIX}${randomBytes(SECRET_BYTES).toString("base64")}`;
  return { secret, sealed: seal(env.MILLRACE_SECRET, bindingOf(workspaceId, ruleId), secret) };
}

/** Opens the signing secret of a rule, to sign with and for nothing else. @throws SealError */
export function openSigningSecret(env: Env, workspaceId: string, ruleId: string, sealed: Uint8Array): string {
  return unseal([env.MILLRACE_SECRET, ...env.MILLRACE_SECRET_OLD], bindingOf(workspaceId, ruleId), sealed);
}

/**
 * The headers of Standard Webhooks (standardwebhooks.com) that prove who sent a body, and when.
 * @param secret `whsec_` and base64
 * @param id the same for every try
 * @param body exactly as it is sent
 */
export function webhookHeaders(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
