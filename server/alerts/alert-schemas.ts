import * as z from "zod";

/** What a rule looks at: the share of attempts that fail, dead letters, the age of what waits, or a topic that is silent. */
export const alertKinds = ["failure-rate", "dead-letters", "lag-age", "silence"] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Where a rule tells it. Without a credential an e-mail goes into the demo inbox, and a call is not signed in. */
export const alertChannelSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("email"),
    to: z.string().trim().min(3, "Write the recipient's address.").max(1_000),
    credentialId: z.uuid().optional(),
  }),
  z.strictObject({
    type: z.literal("webhook"),
    url: z.url({ protocol: /^https?$/, error: "Write an address that begins with https://." }).max(2_000),
    credentialId: z.uuid().optional(),
  }),
  z.strictObject({ type: z.literal("topic"), topic: z.string().min(1, "Choose a topic.").max(80) }),
]);
export type AlertChannel = z.infer<typeof alertChannelSchema>;

/** What happened to a rule: it opened, it closed, or somebody tries how it tells. */
export const noticeKinds = ["opened", "closed", "test"] as const;
export type NoticeKind = (typeof noticeKinds)[number];
