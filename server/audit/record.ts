import type { Prisma, PrismaClient } from "@/prisma/generated/client";
import type { Actor } from "../auth/actor";
import type { AuditAction } from "./audit-actions";

/** The database, or the transaction that makes the change: then the change and its record stand or fall together. */
export type AuditStore = Pick<PrismaClient, "auditEntry"> | Pick<Prisma.TransactionClient, "auditEntry">;

/** Who did it; a person outside any workspace has no workspace id. */
export type AuditActor = Pick<Actor, "kind" | "id" | "name" | "ip"> & { readonly workspaceId?: string };

/**
 * Writes one line of the audit. The database refuses to change or delete it afterwards.
 * `resource` is the name that people know the thing by; `detail` is JSON without secrets.
 */
export async function recordAudit(
  store: AuditStore,
  actor: AuditActor,
  action: AuditAction,
  resource: string | undefined,
  detail: Prisma.InputJsonObject = {},
): Promise<void> {
  await store.auditEntry.create({
    data: {
      workspaceId: actor.workspaceId ?? null,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      ip: actor.ip ?? null,
      action,
      resource: resource ?? null,
      detail,
    },
  });
}

/** Writes what a person did to their own account into the audit of every workspace they are in. */
export async function recordForPerson(
  store: AuditStore & Pick<Prisma.TransactionClient, "membership">,
  person: { readonly userId: string; readonly name: string; readonly ip?: string | undefined },
  action: AuditAction,
): Promise<void> {
  const memberships = await store.membership.findMany({ where: { userId: person.userId } });
  await store.auditEntry.createMany({
    data: memberships.map(({ workspaceId }) => ({
      workspaceId,
      actorKind: "user",
      actorId: person.userId,
      actorName: person.name,
      ip: person.ip ?? null,
      action,
    })),
  });
}
