import type { Deps } from "../deps";
import { clientNetwork } from "../gateway/client-network";
import { hashToken } from "./random-token";

/** Tries with one e-mail from one network before they are locked, and for how long. */
export const maxTries = 10;
export const lockMinutes = 15;
/** Tries with one e-mail from everywhere: high, or anybody could lock anybody out. */
export const maxTriesEverywhere = 200;

const keyOf = (email: string) => hashToken(email.trim().toLowerCase());

async function countTry(deps: Deps, key: string, max: number): Promise<Date | undefined> {
  const { rowCount } = await deps.pool.query(
    `INSERT INTO sign_in_guard AS guard (email_hash, tries, last_try_at) VALUES ($1, 1, now())
     ON CONFLICT (email_hash) DO UPDATE SET
       tries = CASE WHEN guard.last_try_at < now() - make_interval(mins => $3) THEN 1 ELSE guard.tries + 1 END,
       last_try_at = now()
     WHERE guard.tries < $2 OR guard.last_try_at < now() - make_interval(mins => $3)`,
    [key, max, lockMinutes],
  );
  if (rowCount === 1) return undefined;
  const row = await deps.db.signInGuard.findUnique({ where: { emailHash: key } });
  return new Date((row?.lastTryAt.getTime() ?? Date.now()) + lockMinutes * 60_000);
}

/**
 * Counts a try before its password is looked at, so that many at once cannot slip through.
 * Works the same for addresses that nobody has, so that it tells nothing.
 * @param client address of the other end, as the web process saw it
 * @returns undefined when the try may go on, else when the address opens again
 */
export async function countSignInTry(
  deps: Deps,
  email: string,
  client: string | undefined,
): Promise<Date | undefined> {
  // First its own network: whoever is locked there adds nothing to the count of everybody.
  return (
    (await countTry(deps, `${keyOf(email)}:${hashToken(clientNetwork(client))}`, maxTries)) ??
    (await countTry(deps, keyOf(email), maxTriesEverywhere))
  );
}

/** Forgets the tries of an address: after a sign-in that worked, or a new password. */
export async function clearSignInTries(deps: Deps, email: string): Promise<void> {
  const stale = new Date(Date.now() - 24 * 3600 * 1000);
  await deps.db.signInGuard.deleteMany({
    where: { OR: [{ emailHash: { startsWith: keyOf(email) } }, { lastTryAt: { lt: stale } }] },
  });
}
