/**
 * Every act that the audit remembers, with what it says of the person who did it.
 * "{resource}" is filled in by the reader. Add a line here to record a new act.
 */
export const auditActions = {
  "owner.created": "set up this installation",
  "account.password-changed": "changed their own password",
  "account.signed-out-everywhere": "signed out everywhere",
  "workspace.created": "created the workspace {resource}",
  "workspace.renamed": "renamed the workspace to {resource}",
  "member.invited": "invited {resource}",
  "member.joined": "accepted the invitation and joined",
  "member.link-renewed": "made a new sign-in link for {resource}",
  "member.role-changed": "changed the role of {resource}",
  "member.removed": "removed {resource}",
  "api-key.created": "created the API key {resource}",
  "api-key.revoked": "revoked the API key {resource}",
  "credential.created": "stored the credential {resource}",
  "credential.replaced": "replaced the credential {resource}",
  "credential.deleted": "deleted the credential {resource}",
  "flow.created": "created the flow {resource}",
  "flow.deployed": "deployed the flow {resource}",
  "flow.rolled-back": "rolled the flow {resource} back",
  "flow.paused": "paused the flow {resource}",
  "flow.resumed": "resumed the flow {resource}",
  "flow.deleted": "deleted the flow {resource}",
  "consumer.paused": "paused the consumer {resource}",
  "consumer.resumed": "resumed the consumer {resource}",
  "topic.created": "created the topic {resource}",
  "topic.renamed": "renamed a topic to {resource}",
  "topic.retention-changed": "changed how long {resource} keeps its events",
  "topic.deleted": "deleted the topic {resource}",
  "event.sent": "sent an event to {resource}",
  "delivery.redriven": "redrove {resource}",
  "delivery.discarded": "discarded {resource}",
  "delivery.hurried": "let {resource} try again at once",
  "replay.started": "started the replay {resource}",
  "replay.paused": "paused the replay {resource}",
  "replay.resumed": "resumed the replay {resource}",
  "replay.cancelled": "cancelled the replay {resource}",
  "demo-inbox.changed": "changed the demo inbox",
} as const satisfies Record<string, string>;

export type AuditAction = keyof typeof auditActions;
