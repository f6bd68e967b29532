import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { personCase } from "../person-case";
import { freeSlug } from "./slug";

export const workspaceName = z.string().trim().min(1, "Give the workspace a name.").max(60);

/**
 * Creates a workspace with the person as its owner. Only who owns a workspace already may: others are guests here.
 * @throws AppError `not-allowed`
 */
export const createWorkspace = personCase(
  z.object({ name: workspaceName }),
  async (deps, person, { name }) => {
    const { userId } = person;
    return deps.db.$transaction(async (tx) => {
      if ((await tx.membership.findFirst({ where: { userId, role: "owner" } })) === null) {
        throw new AppError("not-allowed", "Creating a workspace needs the role owner in another one.");
      }
      const workspace = await tx.workspace.create({
        data: { name, slug: await freeSlug(tx, name), memberships: { create: { userId, role: "owner" } } },
      });
      const actor = {
        kind: "user",
        id: userId,
        name: person.name,
        ip: person.ip,
        workspaceId: workspace.id,
      } as const;
      await recordAudit(tx, actor, "workspace.created", name);
      return { slug: workspace.slug, name };
    });
  },
);
