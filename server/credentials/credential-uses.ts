import type { Deps } from "../deps";

/** A flow that names a credential, in its draft or in what is deployed of it. */
export interface CredentialUse {
  readonly flow: string;
  readonly name: string;
  readonly isLive: boolean;
}

/** Which flows of the workspace name each of its credentials, by credential id. */
export async function credentialUses(
  deps: Pick<Deps, "pool">,
  workspaceId: string,
): Promise<ReadonlyMap<string, CredentialUse[]>> {
  // Ids are random, so finding one in a document's text is as good as finding the field.
  const { rows } = await deps.pool.query<{ id: string; flow: string; name: string; live: boolean }>(
    `SELECT c.id, f.slug AS flow, f.name, coalesce(r.document::text LIKE '%' || c.id || '%', false) AS live
     FROM credential c
     JOIN flow f ON f.workspace_id = c.workspace_id AND f.deleted_at IS NULL
     LEFT JOIN revision r ON r.id = f.live_revision_id
     WHERE c.workspace_id = $1
       AND (f.draft::text LIKE '%' || c.id || '%' OR r.document::text LIKE '%' || c.id || '%')
     ORDER BY f.name`,
    [workspaceId],
  );
  const uses = new Map<string, CredentialUse[]>();
  for (const { id, flow, name, live } of rows) {
    uses.set(id, [...(uses.get(id) ?? []), { flow, name, isLive: live }]);
  }
  return uses;
}
