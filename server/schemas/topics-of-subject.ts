import type { Deps } from "../deps";

/** Names of the topics whose events are held to a subject: by their choice, or because they have its name. */
export async function topicsOfSubject(
  db: Deps["db"],
  workspaceId: string,
  subject: string,
  take: number,
): Promise<string[]> {
  const topics = await db.topic.findMany({
    where: {
      workspaceId,
      OR: [
        { gate: { is: { subject } } },
        { name: subject, OR: [{ gate: { is: null } }, { gate: { is: { subject: null } } }] },
      ],
    },
    orderBy: { name: "asc" },
    take,
    select: { name: true },
  });
  return topics.map(({ name }) => name);
}
