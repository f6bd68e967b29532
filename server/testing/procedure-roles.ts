import type { Role } from "../auth/actor";

/**
 * Who may call each procedure: the least role in the workspace, "person" for anybody who is signed in (their own
 * things only), "anybody" without a session. Written by hand, on purpose: a procedure without a row fails a test,
 * so that somebody decides who may call it.
 */
export const procedureRoles: Readonly<Record<string, Role | "person" | "anybody">> = {
  "account.me": "person",
  "account.rename": "person",
  "account.sessions": "person",
  "account.signOutEverywhere": "person",
  "apiKeys.create": "admin",
  "apiKeys.list": "admin",
  "apiKeys.revoke": "admin",
  "audit.list": "admin",
  "credentials.create": "admin",
  "credentials.delete": "admin",
  "credentials.list": "editor",
  "credentials.replace": "admin",
  "demoInbox.clear": "operator",
  "demoInbox.list": "viewer",
  "demoInbox.switch": "operator",
  "events.causation": "viewer",
  "events.deadLetterGroups": "viewer",
  "events.deadLetters": "viewer",
  "events.deliveries": "viewer",
  "events.get": "viewer",
  "events.list": "viewer",
  "events.outcomes": "viewer",
  "events.watch": "viewer",
  "events.watchFlow": "viewer",
  "join.accept": "anybody",
  "join.read": "anybody",
  "members.changeRole": "admin",
  "members.invite": "admin",
  "members.list": "viewer",
  "members.remove": "admin",
  "members.renewLink": "admin",
  "setup.complete": "anybody",
  "workspace.create": "person",
  "workspace.get": "viewer",
  "workspace.rename": "admin",
};
