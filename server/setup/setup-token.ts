import { hashToken, randomToken } from "../auth/random-token";
import type { Deps } from "../deps";

/** Whether nobody exists yet, so that set-up is open to who holds a token. */
export async function isSetupOpen(deps: Deps): Promise<boolean> {
  return (await deps.db.user.findFirst({ select: { id: true } })) === null;
}

/**
 * Makes a token for set-up, to be printed once behind `/setup#`; only its hash is stored.
 * Tokens of earlier starts keep working until an owner exists: other terminals may show them.
 * @returns undefined when set-up is over
 */
export async function issueSetupToken(deps: Deps): Promise<string | undefined> {
  if (!(await isSetupOpen(deps))) return undefined;
  const token = randomToken();
  await deps.db.setupToken.create({ data: { tokenHash: hashToken(token) } });
  return token;
}
