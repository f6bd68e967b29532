import * as z from "zod";
import { type Action, leastRole, roles } from "../auth/can";
import { useCase } from "../use-case";

/** The workspace one is in, one's role there, what that role may do, and who its owners are. */
export const getWorkspace = useCase("workspace.read", z.object({}), async (deps, actor) => {
  const workspace = await deps.db.workspace.findUniqueOrThrow({
    where: { id: actor.workspaceId },
    select: {
      slug: true,
      name: true,
      memberships: {
        where: { role: "owner" },
        select: { user: { select: { name: true } } },
        orderBy: { createdAt: "asc" },
      },
    },
  });
  const isAllowed = (action: Action) => roles.indexOf(actor.role) >= roles.indexOf(leastRole[action]);
  const actions = Object.keys(leastRole) as Action[];
  return {
    slug: workspace.slug,
    name: workspace.name,
    role: actor.role,
    can: actions.filter(isAllowed),
    owners: workspace.memberships.map(({ user }) => user.name),
  };
});
