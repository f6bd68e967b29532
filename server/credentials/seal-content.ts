import type { Env } from "../env";
import type { CredentialContent } from "./credential-types";
import { seal } from "./seal";

/** Seals the secret part of a credential for its row. */
export function sealContent(env: Env, workspaceId: string, id: string, { secret }: CredentialContent) {
  return seal(env.MILLRACE_SECRET, { purpose: "credential", workspaceId, id }, JSON.stringify(secret));
}
