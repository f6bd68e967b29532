import { AppError } from "../app-error";
import type { Deps } from "../deps";
import type { Actor } from "./actor";
import type { Person } from "./person";

/**
 * What a signed-in person is in one workspace.
 * @throws AppError `not-signed-in`; `not-found` when there is no such workspace or they are not in it: nobody
 * can tell the two apart
 */
export async function resolveActor(deps: Deps, person: Person | undefined, slug: string): Promise<Actor> {
  if (person === undefined) throw new AppError("not-signed-in", "You are signed out. Sign in to go on.");
  const membership = await deps.db.membership.findFirst({
    where: { userId: person.userId, workspace: { slug } },
    select: { role: true, workspace: { select: { id: true, slug: true } } },
  });
  if (membership === null) {
    throw new AppError("not-found", `There is no workspace "${slug}" that you are a member of.`);
  }
  return {
    kind: "user",
    id: person.userId,
    name: person.name,
    workspaceId: membership.workspace.id,
    workspaceSlug: membership.workspace.slug,
    role: membership.role,
    ip: person.ip,
  };
}
