import * as z from "zod";
import type { Plan, PlanProducer } from "@/flow/compile/plan";
import { isSame } from "@/flow/diff/is-same";
import { nextFire } from "@/flow/schedule/next-fire";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Prisma } from "@/prisma/generated/client";
import { toStoredJson } from "../stored-json";

const nowRow = z.object({ now: z.date() });

/** The database's clock: the only one that counts. */
export async function databaseNow(store: Pick<Prisma.TransactionClient, "$queryRaw">): Promise<Date> {
  const rows: unknown[] = await store.$queryRaw`SELECT clock_timestamp() AS now`;
  return nowRow.parse(rows[0]).now;
}

/**
 * Points the producers of a flow at the topics of a plan, and stops those that are not in it: their addresses keep
 * events as samples from then on. A schedule whose settings did not change keeps its next time.
 */
export async function setProducers(
  tx: Prisma.TransactionClient,
  flowId: string,
  plan: Plan,
  isPaused: boolean,
): Promise<void> {
  const now = await databaseNow(tx);
  const planned = new Map(plan.producers.map((producer) => [producer.id, producer]));
  for (const row of await tx.producer.findMany({ where: { flowId } })) {
    const producer = planned.get(row.nodeId);
    if (producer === undefined) {
      await tx.producer.update({
        where: { id: row.id },
        data: { topicId: null, nextFireAt: null, failure: null },
      });
      continue;
    }
    const isUnchanged = row.nextFireAt !== null && isSame(row.config, producer.config);
    await tx.producer.update({
      where: { id: row.id },
      data: {
        type: producer.type,
        topicId: producer.topicId,
        config: toStoredJson(configOf(producer)),
        // Whether it can send is seen anew.
        failure: null,
        nextFireAt: isPaused ? null : isUnchanged ? row.nextFireAt : fireAfter(producer, now),
      },
    });
  }
}

function configOf(producer: PlanProducer): object {
  return typeof producer.config === "object" && producer.config !== null ? producer.config : {};
}

function fireAfter(producer: PlanProducer, now: Date): Date | null {
  const definition = definitions.producer(producer.type);
  if (definition?.schedule === undefined) return null;
  return nextFire(definition.schedule(definition.config.parse(producer.config)).rule, now);
}
