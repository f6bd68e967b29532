import type { Prisma } from "@/prisma/generated/client";
import { HINT_CHANNEL, writeHints } from "../log/hint";

/** Tells workers and viewers, when the transaction commits, that what runs of a flow has changed. They look themselves. */
export async function announce(
  tx: Pick<Prisma.TransactionClient, "$queryRaw">,
  flowId: string,
): Promise<void> {
  const text = writeHints([{ kind: "changed", id: flowId }]);
  await tx.$queryRaw`SELECT pg_notify(${HINT_CHANNEL}, ${text})::text`;
}
