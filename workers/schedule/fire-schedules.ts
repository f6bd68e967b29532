import { DatabaseError, type PoolClient } from "pg";
import { v5 } from "uuid";
import * as z from "zod";
import type { EventDraft } from "@/flow/event/event-envelope";
import { firingsOf } from "@/flow/schedule/firings";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Deps } from "@/server/deps";
import { append } from "@/server/log/append";
import { inTransaction } from "@/server/log/in-transaction";
import { isRefusal } from "@/server/log/is-refusal";
import { quarantine } from "@/server/quarantine/quarantine";
import { holdToSchema } from "@/server/schemas/hold-to-schema";
import { gateColumns, gateColumnsSchema, gateJoins, topicGateOf } from "@/server/schemas/topic-gate";

const dueRow = gateColumnsSchema.extend({
  id: z.string(),
  type: z.string(),
  topic_id: z.string(),
  topic: z.string(),
  config: z.unknown(),
  next_fire_at: z.date(),
  now: z.date(),
});

/** Of one schedule at one time: whoever fires it makes the same event. */
function firingIdOf(producerId: string, at: Date): string {
  return v5(`firing/${at.toISOString()}`, producerId);
}

async function fire(deps: Deps, client: PoolClient, row: z.output<typeof dueRow>): Promise<void> {
  const definition = definitions.producer(row.type);
  if (definition?.schedule === undefined) {
    await client.query("UPDATE producer SET next_fire_at = NULL WHERE id = $1", [row.id]);
    return;
  }
  const { rule, data, missed } = definition.schedule(definition.config.parse(row.config));
  const { times, next } = firingsOf(rule, row.next_fire_at, row.now, missed);
  const payload = new TextEncoder().encode(JSON.stringify(data ?? {}));
  const made = times.map((at) => ({
    id: firingIdOf(row.id, at),
    source: `${deps.env.MILLRACE_URL}/producers/${row.id}`,
    type: row.topic,
    time: at.toISOString(),
    contentType: "application/json",
    data: payload,
  }));
  const { drafts, refusal } = await admitted(deps, client, row, made);
  if (drafts.length > 0)
    await append(
      client,
      row.topic_id,
      drafts.map((draft) => ({ draft, producerId: row.id })),
    );
  await client.query(
    `UPDATE producer SET last_fire_at = coalesce($2, last_fire_at), next_fire_at = $3, failure = $4
     WHERE id = $1`,
    [row.id, times.at(-1) ?? null, next, refusal ?? null],
  );
}

/** What the gate of the topic lets through. What waits in quarantine is written down here; a refusal is a sentence. */
async function admitted(
  deps: Deps,
  client: PoolClient,
  row: z.output<typeof dueRow>,
  drafts: readonly EventDraft[],
): Promise<{ readonly drafts: readonly EventDraft[]; readonly refusal?: string }> {
  const gate = topicGateOf(row);
  if (gate === undefined || drafts.length === 0) return { drafts };
  const checked = await holdToSchema(deps, gate, drafts);
  if (gate.gate === "warn") return { drafts: checked.map(({ event }) => event) };
  const unfit = checked.filter(({ failures }) => failures.length > 0);
  const fit = checked.filter(({ failures }) => failures.length === 0).map(({ event }) => event);
  const [first] = unfit;
  if (first === undefined) return { drafts: fit };
  if (gate.gate === "quarantine") {
    await quarantine(client, gate.workspaceId, { id: row.topic_id, name: row.topic }, row.id, unfit);
    return { drafts: fit };
  }
  const why = first.failures[0]?.message ?? "";
  const refusal = `\`${row.topic}\` refused its event: it does not fit version ${first.version} of the schema "${first.subject}". ${why}`;
  return { drafts: fit, refusal };
}

/** A schedule that cannot be fired is tried again after this long, so that it keeps no other from firing. */
const BROKEN_RETRY = "5 minutes";

/** Fires inside a savepoint: what a broken schedule wrote is undone, and the others go on. */
async function fireOrPostpone(deps: Deps, client: PoolClient, row: z.output<typeof dueRow>): Promise<void> {
  await client.query("SAVEPOINT firing");
  try {
    await fire(deps, client, row);
  } catch (error) {
    // The database is away or busy: nothing is wrong with the schedule.
    if (error instanceof DatabaseError && !isRefusal(error)) throw error;
    await client.query("ROLLBACK TO SAVEPOINT firing");
    await client.query(
      `UPDATE producer SET next_fire_at = clock_timestamp() + interval '${BROKEN_RETRY}', failure = $2
       WHERE id = $1`,
      [row.id, `It could not send its event. It tries again every ${BROKEN_RETRY}; deploying may help.`],
    );
    deps.log.error({ err: error, producer: row.id }, `a schedule cannot be fired, again in ${BROKEN_RETRY}`);
  }
}

const takeDueSql = `
  SELECT p.id, p.type, p.topic_id, t.name AS topic, p.config, p.next_fire_at, clock_timestamp() AS now, ${gateColumns}
  FROM producer p JOIN topic t ON t.id = p.topic_id ${gateJoins}
  WHERE p.next_fire_at <= clock_timestamp()
  ORDER BY p.next_fire_at LIMIT 1
  FOR UPDATE OF p SKIP LOCKED`;

/** Fires one schedule that is due, in one transaction with its next time; returns its topic. */
function fireOne(deps: Deps): Promise<string | undefined> {
  return inTransaction(deps.pool, async (client) => {
    const found = await client.query(takeDueSql);
    const row = dueRow.optional().parse(found.rows[0]);
    if (row !== undefined) await fireOrPostpone(deps, client, row);
    return row?.topic_id;
  });
}

/**
 * Fires every schedule that is due by the database's clock; with several processes each fires once.
 * @param onFired told the topic after each
 */
export async function fireSchedules(deps: Deps, onFired: (topicId: string) => void): Promise<void> {
  for (;;) {
    const topicId = await fireOne(deps);
    if (topicId === undefined) return;
    onFired(topicId);
  }
}

const waitRows = z.tuple([z.object({ ms: z.coerce.number().nullable() })]);

/** Milliseconds until the next schedule is due; undefined when there is none. */
export async function msUntilNextFire(deps: Pick<Deps, "pool">): Promise<number | undefined> {
  const result = await deps.pool.query({
    name: "millrace-next-fire",
    text: "SELECT extract(epoch FROM min(next_fire_at) - clock_timestamp()) * 1000 AS ms FROM producer",
  });
  return waitRows.parse(result.rows)[0].ms ?? undefined;
}
