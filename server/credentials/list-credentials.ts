import * as z from "zod";
import { useCase } from "../use-case";
import { shownContent } from "./credential-types";
import { credentialUses } from "./credential-uses";

/** The workspace's credentials by name, with the flows that use them; never a secret. */
export const listCredentials = useCase("credential.read", z.object({}), async (deps, actor) => {
  const { workspaceId } = actor;
  const rows = await deps.db.credential.findMany({
    where: { workspaceId },
    orderBy: { name: "asc" },
    omit: { sealed: true },
  });
  const uses = await credentialUses(deps, workspaceId);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    content: shownContent.parse({ type: row.type, public: row.public }),
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    updatedAt: row.updatedAt,
    uses: uses.get(row.id) ?? [],
  }));
});
