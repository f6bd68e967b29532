import * as z from "zod";
import type { Prisma } from "@/prisma/generated/client";
import { useCase } from "../use-case";

/**
 * What was done in the workspace, newest first, a page at a time.
 * `area` is what stands before the dot of an action. `search` looks in names of people and things; `cursor` is the id of the last entry of the page before.
 */
export const listAudit = useCase(
  "audit.read",
  z.object({
    search: z.string().trim().max(200).optional(),
    area: z.string().max(40).optional(),
    from: z.date().optional(),
    to: z.date().optional(),
    cursor: z.uuid().nullish(),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  async (deps, actor, { search, area, from, to, cursor, limit }) => {
    const where: Prisma.AuditEntryWhereInput = { workspaceId: actor.workspaceId };
    if (area) where.action = { startsWith: `${area}.` };
    if (from || to) where.at = { ...(from && { gte: from }), ...(to && { lt: to }) };
    // Ids are UUIDv7: they sort as the entries were made.
    if (cursor) where.id = { lt: cursor };
    if (search) {
      const contains = { contains: search.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" } as const;
      where.OR = [{ actorName: contains }, { resource: contains }, { action: contains }];
    }
    const entries = await deps.db.auditEntry.findMany({ where, orderBy: { id: "desc" }, take: limit + 1 });
    return { entries: entries.slice(0, limit), hasMore: entries.length > limit };
  },
);
