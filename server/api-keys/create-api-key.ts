import * as z from "zod";
import { recordAudit } from "../audit/record";
import type { roles } from "../auth/can";
import { hashToken, randomToken } from "../auth/random-token";
import { refuseApiKeys, refuseRoleAbove } from "../auth/refuse";
import { useCase } from "../use-case";

/** Roles a key can have; owning a workspace is for people. */
export const apiKeyRoles = [
  "viewer",
  "operator",
  "editor",
  "admin",
] as const satisfies readonly (typeof roles)[number][];

const dayMs = 24 * 3600 * 1000;

/**
 * Makes an API key. `key` is in this answer and nowhere else: only its hash is stored.
 * @throws AppError `not-allowed` for a role above one's own, and when asked by a key
 */
export const createApiKey = useCase(
  "api-key.manage",
  z.object({
    name: z.string().trim().min(1, "Give the key a name.").max(80),
    role: z.enum(apiKeyRoles),
    /** Absent: the key lives until it is revoked. */
    expiresInDays: z.number().int().min(1).max(3650).optional(),
  }),
  async (deps, actor, { name, role, expiresInDays }) => {
    refuseApiKeys(actor, "make API keys");
    refuseRoleAbove(actor, role);
    const key = `mr_${randomToken()}`;
    const expiresAt = expiresInDays === undefined ? null : new Date(Date.now() + expiresInDays * dayMs);
    const id = await deps.db.$transaction(async (tx) => {
      const made = await tx.apiKey.create({
        data: {
          workspaceId: actor.workspaceId,
          name,
          role,
          prefix: key.slice(0, 11),
          keyHash: hashToken(key),
          createdBy: actor.name,
          createdById: actor.kind === "user" ? actor.id : null,
          expiresAt,
        },
        select: { id: true },
      });
      await recordAudit(tx, actor, "api-key.created", name, {
        role,
        expiresAt: expiresAt?.toISOString() ?? null,
      });
      return made.id;
    });
    return { id, key, expiresAt };
  },
);
