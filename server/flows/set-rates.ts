import type { Plan } from "@/flow/compile/plan";
import type { Rate } from "@/flow/document/flow-document";
import type { Prisma } from "@/prisma/generated/client";

const perMs: Readonly<Record<Rate["per"], number>> = { second: 1_000, minute: 60_000, hour: 3_600_000 };

/** Makes the limits of a flow's consumers those of a plan. What was given out under another length of time is not counted. */
export async function setRates(tx: Prisma.TransactionClient, flowId: string, plan: Plan): Promise<void> {
  const limited = plan.consumers.flatMap(({ id, rate }) => (rate === undefined ? [] : [{ id, rate }]));
  await tx.consumerRate.deleteMany({
    where: { flowId, consumerId: { notIn: limited.map(({ id }) => id) } },
  });
  for (const { id, rate } of limited) {
    await tx.$executeRaw`
      INSERT INTO consumer_rate AS r (flow_id, consumer_id, events, per_ms)
      VALUES (${flowId}::uuid, ${id}, ${rate.events}::int, ${perMs[rate.per]}::int)
      ON CONFLICT (flow_id, consumer_id) DO UPDATE SET
        slots = CASE WHEN r.per_ms = excluded.per_ms THEN r.slots ELSE '{}' END,
        used = CASE WHEN r.per_ms = excluded.per_ms THEN r.used ELSE '{}' END,
        events = excluded.events, per_ms = excluded.per_ms, wait_until = NULL`;
  }
}
