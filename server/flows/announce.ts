import type { Prisma } from "@/prisma/generated/client";
import { HINT_CHANNEL, type Hint, writeHints } from "../log/hint";

/** Tells workers and viewers, when the transaction commits, that what runs of a flow has changed. They look themselves. */
export async function announce(
  tx: Pick<Prisma.TransactionClient, "$queryRaw">,
  flowId: string,
): Promise<void> {
  await notify(tx, "changed", flowId);
}

/** Tells editors that the draft of a flow was saved, or that somebody came to it, left it, or selected something. */
export async function announceEdited(
  tx: Pick<Prisma.TransactionClient, "$queryRaw">,
  flowId: string,
): Promise<void> {
  await notify(tx, "edited", flowId);
}

async function notify(
  tx: Pick<Prisma.TransactionClient, "$queryRaw">,
  kind: Hint["kind"],
  flowId: string,
): Promise<void> {
  const text = writeHints([{ kind, id: flowId }]);
  await tx.$queryRaw`SELECT pg_notify(${HINT_CHANNEL}, ${text})::text`;
}
