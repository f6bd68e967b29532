import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import * as z from "zod";
import type { Installation } from "./installation";
import { paced } from "./paced";
import { orderData } from "./stored-events";

const answer = z.object({ offset: z.number() });
const rows = z.array(z.object({ offset: z.coerce.number() }));

const seenSql = `SELECT "offset" FROM delivery WHERE topic_id = $1 AND "offset" > $2 AND run = 0`;

/** Looks for new deliveries about every millisecond, and notes when it saw each for the first time. */
function watchDeliveries({ deps }: Installation, topicId: string) {
  const seenAt = new Map<number, number>();
  let isOver = false;
  let frontier = 0;
  const watching = (async () => {
    while (!isOver) {
      const found = await deps.pool.query({ name: "seen", text: seenSql, values: [topicId, frontier] });
      const now = performance.now();
      for (const { offset } of rows.parse(found.rows)) if (!seenAt.has(offset)) seenAt.set(offset, now);
      while (seenAt.has(frontier + 1)) frontier += 1;
      await pause(1);
    }
  })();
  return {
    seenAt,
    stop: async () => {
      isOver = true;
      await watching;
    },
  };
}

/**
 * Milliseconds from sending an event over HTTP to seeing its committed delivery, at a fixed rate. The topic must be new.
 * @param warmUp events before those that count
 */
export async function deliveryLatency(
  installation: Installation,
  options: {
    readonly port: number;
    readonly path: string;
    readonly topicId: string;
    readonly perSecond: number;
    readonly count: number;
    readonly warmUp: number;
  },
): Promise<number[]> {
  const { port, path, topicId, perSecond, count, warmUp } = options;
  const client = new Pool(`http://127.0.0.1:${port}`, { connections: 32 });
  const watch = watchDeliveries(installation, topicId);
  const sentAt = new Map<number, number>();
  try {
    await paced(perSecond, warmUp + count, async (index) => {
      const started = performance.now();
      const { body, statusCode } = await client.request({
        path,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(orderData(index)),
      });
      if (statusCode !== 202) throw new Error(`An event was answered with ${statusCode}.`);
      const { offset } = answer.parse(await body.json());
      if (index >= warmUp) sentAt.set(offset, started);
    });
    const deadline = performance.now() + 30_000;
    while ([...sentAt.keys()].some((offset) => !watch.seenAt.has(offset))) {
      if (performance.now() > deadline) throw new Error("Not every event was delivered.");
      await pause(20);
    }
  } finally {
    await watch.stop();
    await client.close();
  }
  return [...sentAt].map(([offset, started]) => (watch.seenAt.get(offset) ?? Number.NaN) - started);
}
