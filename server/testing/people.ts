import { randomUUID } from "node:crypto";
import type { Actor, Role } from "../auth/actor";
import { passwordHash } from "../auth/password";
import type { Person } from "../auth/person";
import type { Deps } from "../deps";

/** A workspace of a test, with an actor of any role in it. */
export interface TestWorkspace {
  readonly id: string;
  readonly slug: string;
  /** A new member with this role. */
  readonly person: (role: Role, name?: string) => Promise<Person>;
  /** A new member with this role, ready to call use cases. */
  readonly actor: (role: Role, name?: string) => Promise<Actor>;
}

/** Makes a workspace in the test database. */
export async function makeWorkspace(deps: Deps, name = "Shop"): Promise<TestWorkspace> {
  const slug = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}`;
  const { id } = await deps.db.workspace.create({ data: { name, slug } });
  const person = async (role: Role, personName: string = role): Promise<Person> => {
    const made = await makePerson(deps, personName);
    await deps.db.membership.create({ data: { workspaceId: id, userId: made.userId, role } });
    return made;
  };
  return {
    id,
    slug,
    person,
    async actor(role, personName) {
      const { userId, name: actorName } = await person(role, personName);
      return { kind: "user", id: userId, name: actorName, workspaceId: id, workspaceSlug: slug, role };
    },
  };
}

/** Makes a person who is in no workspace; with `password` they can sign in. */
export async function makePerson(deps: Deps, name = "Ana", password?: string): Promise<Person> {
  const email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@example.com`;
  const { id: userId } = await deps.db.user.create({ data: { name, email } });
  if (password !== undefined) {
    await deps.db.account.create({
      data: { userId, accountId: userId, providerId: "credential", password: await passwordHash(password) },
    });
  }
  return { userId, name, email, sessionId: "none" };
}
