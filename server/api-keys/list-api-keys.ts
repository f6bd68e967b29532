import * as z from "zod";
import { useCase } from "../use-case";

/** The keys of the workspace, the living ones first, then newest first; never the keys themselves. */
export const listApiKeys = useCase("api-key.read", z.object({}), async (deps, actor) => {
  const keys = await deps.db.apiKey.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    omit: { keyHash: true, workspaceId: true, createdById: true },
  });
  const now = Date.now();
  const listed = keys.map((key) => ({ ...key, state: stateOf(key, now) }));
  const isOver = (key: (typeof listed)[number]) => Number(key.state !== "active");
  return listed.sort((one, other) => isOver(one) - isOver(other));
});

function stateOf(key: { revokedAt: Date | null; expiresAt: Date | null }, now: number) {
  if (key.revokedAt !== null) return "revoked" as const;
  if (key.expiresAt !== null && key.expiresAt.getTime() <= now) return "expired" as const;
  return "active" as const;
}
