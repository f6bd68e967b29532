import type { Prisma, Revision } from "@/prisma/generated/client";
import { AppError } from "../app-error";

/**
 * A revision of a flow by its number.
 * @throws AppError `not-found`
 */
export async function findRevision(
  store: Pick<Prisma.TransactionClient, "revision">,
  flowId: string,
  number: number,
): Promise<Revision> {
  const revision = await store.revision.findUnique({ where: { flowId_number: { flowId, number } } });
  if (revision === null) throw new AppError("not-found", `There is no revision ${number}.`);
  return revision;
}
