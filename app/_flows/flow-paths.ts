/** The page of a workspace: `/w/acme/flows`. */
export function workspacePath(workspace: string, page: string): string {
  return `/w/${encodeURIComponent(workspace)}/${page}`;
}

/** The editor of a flow. */
export function flowPath(workspace: string, flow: string): string {
  return workspacePath(workspace, `flows/${encodeURIComponent(flow)}`);
}
