import type { Prisma } from "@/prisma/generated/client";
import { recordAudit } from "../audit/record";
import type { Deps } from "../deps";
import { freeSlug } from "../workspaces/slug";

/** Any number that no other lock of ours uses. */
const ownerLock = 7_305_001;

export interface NewOwner {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly ip?: string | undefined;
}

/**
 * Creates the first person as owner of the first workspace, unless somebody exists already: of any number of
 * callers at once exactly one gets through. `mayCreate` is asked inside the same transaction and lock.
 * @returns the slug of the workspace, or undefined when nothing was created
 */
export async function createOwner(
  deps: Deps,
  owner: NewOwner,
  mayCreate: (tx: Prisma.TransactionClient) => Promise<boolean>,
): Promise<string | undefined> {
  return deps.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ownerLock}::bigint)`;
      if ((await tx.user.count()) > 0 || !(await mayCreate(tx))) return undefined;
      const { id: userId } = await tx.user.create({
        data: { name: owner.name, email: owner.email.toLowerCase(), emailVerified: false },
      });
      await tx.account.create({
        data: { userId, accountId: userId, providerId: "credential", password: owner.passwordHash },
      });
      const name = "My workspace";
      const workspace = await tx.workspace.create({
        data: { name, slug: await freeSlug(tx, name), memberships: { create: { userId, role: "owner" } } },
      });
      // The way in closes for ever, whoever else holds a token.
      await tx.setupToken.deleteMany({});
      const actor = { kind: "user", id: userId, name: owner.name, ip: owner.ip } as const;
      await recordAudit(
        tx,
        { ...actor, workspaceId: workspace.id },
        "owner.created",
        owner.email.toLowerCase(),
      );
      return workspace.slug;
    },
    { maxWait: 10_000, timeout: 10_000 },
  );
}
