import * as z from "zod";
import { AppError } from "../app-error";
import { clientIpOf } from "../auth/client-ip";
import { passwordHash, passwordSchema } from "../auth/password";
import { hashToken } from "../auth/random-token";
import type { Deps } from "../deps";
import { createOwner } from "./create-owner";
import { isSetupOpen } from "./setup-token";

/** What the form of set-up sends. */
export const setupInput = z.object({
  token: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "This is not a set-up link."),
  name: z.string().trim().min(1, "Write your name.").max(80),
  email: z.email("Write an e-mail address.").max(254),
  password: passwordSchema,
});

/**
 * Creates the owner for who holds a token that this installation printed.
 * @returns the slug of the first workspace
 * @throws AppError `not-allowed` for a wrong token, and for everybody once an owner exists
 */
export async function completeSetup(
  deps: Deps,
  input: z.output<typeof setupInput>,
  headers: Headers,
): Promise<{ workspace: string }> {
  const tokenHash = hashToken(input.token);
  // Looked at before hashing, so that strangers cannot make us work.
  const known = await deps.db.setupToken.findUnique({ where: { tokenHash } });
  if (known === null) throw await refusal(deps);
  const owner = {
    name: input.name,
    email: input.email,
    passwordHash: await passwordHash(input.password),
    ip: clientIpOf(headers),
  };
  const workspace = await createOwner(deps, owner, async (tx) => {
    return (await tx.setupToken.deleteMany({ where: { tokenHash } })).count === 1;
  });
  if (workspace === undefined) throw await refusal(deps);
  return { workspace };
}

async function refusal(deps: Deps): Promise<AppError> {
  if (await isSetupOpen(deps)) {
    return new AppError("not-allowed", "This link does not fit. Open the one that the terminal shows now.");
  }
  return new AppError("not-allowed", "This installation has its owner already. Sign in instead.");
}
