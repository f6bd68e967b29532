import type { Prisma } from "@/prisma/generated/client";

/**
 * Ids of topics by name; those that do not exist are made, with an empty log. Two deployments at once make each
 * topic once.
 */
export async function ensureTopics(
  tx: Prisma.TransactionClient,
  workspaceId: string,
  topics: readonly { readonly name: string; readonly description?: string | undefined }[],
): Promise<Record<string, string>> {
  if (topics.length === 0) return {};
  // Sorted, so that two transactions that wait for each other's inserts wait in one direction only.
  const sorted = [...topics].sort((a, b) => (a.name < b.name ? -1 : 1));
  await tx.topic.createMany({
    data: sorted.map(({ name, description }) => ({ workspaceId, name, description: description ?? null })),
    skipDuplicates: true,
  });
  const rows = await tx.topic.findMany({
    where: { workspaceId, name: { in: sorted.map(({ name }) => name) } },
    select: { id: true, name: true },
  });
  await tx.topicHead.createMany({ data: rows.map(({ id }) => ({ topicId: id })), skipDuplicates: true });
  return Object.fromEntries(rows.map(({ id, name }) => [name, id]));
}
