import type { Pool } from "pg";
import * as z from "zod";
import { type AlertChannel, alertChannelSchema, type NoticeKind, noticeKinds } from "./alert-schemas";

/** Nobody else tries a notice for that long; longer than a try may take. */
const LEASE = "60 seconds";
const MAX_ATTEMPTS = 8;

/** A notice to be sent, by whoever took it. */
export interface TakenNotice {
  readonly id: string;
  readonly ruleId: string;
  readonly rule: string;
  readonly workspaceId: string;
  readonly kind: NoticeKind;
  readonly value: number | null;
  readonly message: string;
  readonly at: Date;
  readonly channel: AlertChannel;
  /** Sealed; null: calls are not signed. */
  readonly signingSecret: Uint8Array | null;
}

const rowSchema = z
  .object({
    id: z.string(),
    rule_id: z.string(),
    name: z.string(),
    workspace_id: z.string(),
    kind: z.enum(noticeKinds),
    value: z.number().nullable(),
    message: z.string(),
    at: z.date(),
    channel: alertChannelSchema,
    signing_secret: z.instanceof(Uint8Array).nullable(),
  })
  .transform(
    ({ rule_id: ruleId, workspace_id: workspaceId, name: rule, signing_secret: signingSecret, ...row }) => ({
      ...row,
      ruleId,
      workspaceId,
      rule,
      signingSecret,
    }),
  );

/** Takes the next notice that is due, for one try. */
export async function takeNotice(pool: Pool): Promise<TakenNotice | undefined> {
  const { rows } = await pool.query(
    `UPDATE alert_notice n SET due_at = clock_timestamp() + interval '${LEASE}', attempts = n.attempts + 1
     FROM alert_rule r
     WHERE r.id = n.rule_id AND n.id = (
       SELECT o.id FROM alert_notice o WHERE o.due_at <= clock_timestamp() ORDER BY o.due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING n.id, n.rule_id, r.name, r.workspace_id, n.kind, n.value, n.message, n.at, r.channel, r.signing_secret`,
  );
  return rows[0] === undefined ? undefined : rowSchema.parse(rows[0]);
}

/** Notes how a try ended: sent, or why not; then it is tried again later, up to a number of times. */
export async function endNotice(pool: Pool, id: string, failure: string | undefined): Promise<void> {
  await pool.query(
    `UPDATE alert_notice SET
       sent_at = CASE WHEN $2::text IS NULL THEN clock_timestamp() END, failure = $2,
       due_at = CASE WHEN $2::text IS NULL OR attempts >= ${MAX_ATTEMPTS} THEN NULL
                     ELSE clock_timestamp() + least(3600, 15 * power(2, attempts - 1)) * interval '1 second' END
     WHERE id = $1`,
    [id, failure ?? null],
  );
}
