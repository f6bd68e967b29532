import { workspacePath } from "../_flows/flow-paths";

/** The page of a schema; what is shown of it stands in the query. */
export function schemaPath(
  workspace: string,
  subject: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const path = workspacePath(workspace, `schemas/${encodeURIComponent(subject)}`);
  const search = new URLSearchParams(query).toString();
  return search === "" ? path : `${path}?${search}`;
}
