import type { Actor } from "./actor";

/** The installation itself at work in one workspace, such as the command line on the server or the scheduler. */
export function systemActor(workspace: { readonly id: string; readonly slug: string }, name: string): Actor {
  return {
    kind: "system",
    id: name,
    name,
    workspaceId: workspace.id,
    workspaceSlug: workspace.slug,
    role: "owner",
  };
}
