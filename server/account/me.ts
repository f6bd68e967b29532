import * as z from "zod";
import { personCase } from "../person-case";

/** Who is signed in, and the workspaces they are in with their role there, the oldest membership first. */
export const me = personCase(z.object({}).optional(), async (deps, person) => {
  const memberships = await deps.db.membership.findMany({
    where: { userId: person.userId },
    orderBy: [{ createdAt: "asc" }, { workspaceId: "asc" }],
    select: { role: true, workspace: { select: { slug: true, name: true } } },
  });
  return {
    id: person.userId,
    name: person.name,
    email: person.email,
    workspaces: memberships.map(({ role, workspace }) => ({ ...workspace, role })),
  };
});
