import type { Deps } from "../deps";
import type { Actor } from "./actor";
import { hashToken } from "./random-token";

/** `mr_` and 256 random bits. */
export const apiKeyPattern = /^mr_[A-Za-z0-9_-]{43}$/;

/** How exact "last used" is; a write for every call would cost more than it tells. */
const lastUsedEveryMs = 60_000;

/**
 * Who a key acts as, or undefined for anything that is not a living key: unknown, revoked, expired, or no text at all.
 * Read from the database each time, so a revoked key stops with the next call.
 */
export async function resolveApiKey(deps: Deps, key: unknown, ip?: string): Promise<Actor | undefined> {
  if (typeof key !== "string" || !apiKeyPattern.test(key)) return undefined;
  const found = await deps.db.apiKey.findUnique({
    where: { keyHash: hashToken(key) },
    include: { workspace: { select: { id: true, slug: true } } },
  });
  if (found === null || found.revokedAt !== null) return undefined;
  const now = Date.now();
  if (found.expiresAt !== null && found.expiresAt.getTime() <= now) return undefined;
  if (found.lastUsedAt === null || now - found.lastUsedAt.getTime() > lastUsedEveryMs) {
    await deps.db.apiKey.updateMany({ where: { id: found.id }, data: { lastUsedAt: new Date(now) } });
  }
  return {
    kind: "api-key",
    id: found.id,
    name: found.name,
    workspaceId: found.workspace.id,
    workspaceSlug: found.workspace.slug,
    role: found.role,
    ip,
  };
}
