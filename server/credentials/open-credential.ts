import { AppError } from "../app-error";
import type { Deps } from "../deps";
import { type CredentialContent, credentialContent } from "./credential-types";
import { unseal } from "./seal";

/**
 * A stored credential with its secret: for the workers' runtime, at the moment of use, and for nothing that answers
 * to a person. Must not be logged, traced or put into a job.
 * @throws AppError `not-found` when this workspace has no such credential
 * @throws SealError when its secret cannot be opened
 */
export async function openCredential(
  deps: Pick<Deps, "db" | "env">,
  workspaceId: string,
  credentialId: string,
): Promise<CredentialContent> {
  const row = await deps.db.credential.findFirst({ where: { id: credentialId, workspaceId } });
  if (row === null) throw new AppError("not-found", "The credential was deleted. Choose another.");
  const secrets = [deps.env.MILLRACE_SECRET, ...deps.env.MILLRACE_SECRET_OLD];
  const text = unseal(secrets, { purpose: "credential", workspaceId, id: row.id }, row.sealed);
  const secret: unknown = JSON.parse(text);
  return credentialContent.parse({ type: row.type, public: row.public, secret });
}
