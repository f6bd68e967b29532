import type { Pool } from "pg";
import { v7 } from "uuid";
import type { OutgoingMail } from "@/flow/delivery/step-context";
import { StepFailure } from "@/flow/delivery/step-failure";

// One statement: whether the inbox is on is asked in the same moment in which the message is written, and a
// repeated attempt finds its own message by the key.
const insertMail = `
WITH target AS (SELECT id, is_demo_inbox_on AS is_on FROM workspace WHERE id = $2),
written AS (
  INSERT INTO demo_mail (id, workspace_id, send_key, "to", "from", subject, text)
  SELECT $1, id, $3, $4, $5, $6, $7 FROM target WHERE is_on
  ON CONFLICT (send_key) DO NOTHING
)
SELECT is_on FROM target`;

/**
 * Writes a message to the workspace's demo inbox; nothing leaves this installation.
 * @throws StepFailure when the demo inbox is turned off
 */
export async function writeDemoMail(
  pool: Pool,
  workspaceId: string,
  message: OutgoingMail,
  sendKey: string,
): Promise<{ messageId: string }> {
  const result = await pool.query<{ is_on: boolean }>({
    name: "write-demo-mail",
    text: insertMail,
    values: [v7(), workspaceId, sendKey, message.to, message.from ?? null, message.subject, message.text],
  });
  if (!result.rows[0]?.is_on) {
    throw new StepFailure(
      "demo-inbox-off",
      "The demo inbox is turned off. Turn it on to let e-mails through.",
      {
        retryable: true,
      },
    );
  }
  return { messageId: `${sendKey}@demo-inbox` };
}
