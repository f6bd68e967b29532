import type { Actor, Role } from "./actor";

/** All five, from least to most. */
export const roles = ["viewer", "operator", "editor", "admin", "owner"] as const satisfies readonly Role[];

/**
 * The least role that may do each action. Roles include all that the lower ones may.
 * Viewer looks; Operator keeps it running; Editor draws and deploys; Admin manages people and secrets.
 */
export const leastRole = {
  "workspace.read": "viewer",
  "workspace.manage": "admin",
  "workspace.delete": "owner",
  "member.read": "viewer",
  "member.manage": "admin",
  "api-key.read": "admin",
  "api-key.manage": "admin",
  "audit.read": "admin",
  "flow.read": "viewer",
  "flow.edit": "editor",
  "flow.deploy": "editor",
  "flow.pause": "operator",
  "consumer.move": "operator",
  "flow.delete": "editor",
  "topic.read": "viewer",
  "topic.pause": "operator",
  "topic.edit": "editor",
  "topic.delete": "admin",
  "topic.retain": "admin",
  "schema.read": "viewer",
  "schema.edit": "editor",
  "schema.configure": "admin",
  "schema.delete": "admin",
  "quarantine.read": "viewer",
  "quarantine.resolve": "operator",
  "event.read": "viewer",
  "event.send": "operator",
  "event.export": "operator",
  "filter.save": "operator",
  "delivery.read": "viewer",
  "delivery.repair": "operator",
  "alert.manage": "editor",
  "replay.read": "viewer",
  "replay.run": "operator",
  "credential.read": "editor",
  "credential.manage": "admin",
  "demo-inbox.read": "viewer",
  "demo-inbox.manage": "operator",
  "health.read": "viewer",
} as const satisfies Record<string, Role>;

export type Action = keyof typeof leastRole;

/** What an action is done to; everything that exists belongs to exactly one workspace. */
export interface Resource {
  readonly workspaceId: string;
}

/** The one place that decides who may do what; asked by every use case. */
export function can(actor: Actor, action: Action, resource: Resource): boolean {
  if (actor.workspaceId !== resource.workspaceId) return false;
  return roles.indexOf(actor.role) >= roles.indexOf(leastRole[action]);
}
