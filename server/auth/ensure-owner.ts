import type { Deps } from "../deps";
import { createOwner } from "../setup/create-owner";
import { passwordHash } from "./password";

/**
 * Creates the owner from MILLRACE_OWNER_EMAIL and MILLRACE_OWNER_PASSWORD when both are set and nobody exists yet;
 * called at every start, safe from several processes at once. Later changes of the variables change nobody.
 * @returns whether the owner was created now
 */
export async function ensureOwner(deps: Deps): Promise<boolean> {
  const { MILLRACE_OWNER_EMAIL: email, MILLRACE_OWNER_PASSWORD: password } = deps.env;
  if (email === undefined || password === undefined) return false;
  if ((await deps.db.user.findFirst({ select: { id: true } })) !== null) return false;
  const name = email.split("@")[0] ?? email;
  const owner = { name, email, passwordHash: await passwordHash(password) };
  const workspace = await createOwner(deps, owner, async () => true);
  if (workspace !== undefined) deps.log.info("created the owner from MILLRACE_OWNER_EMAIL");
  return workspace !== undefined;
}
