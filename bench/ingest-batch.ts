import { Pool } from "pg";
import { flowOf } from "@/flow/testing/flow-of";
import { countCpu } from "./stage/cpu";
import { type Bench, number } from "./stage/figure";
import { expectAccepted, loadHttp, postRequest } from "./stage/http-load";
import { inTurns } from "./stage/in-turns";
import type { Installation } from "./stage/installation";
import { orderData } from "./stage/stored-events";
import { withInstallation } from "./stage/with-installation";

const BATCH = 100;
const BATCHES = 1_000;
const WARM_UP = 100;
const CONNECTIONS = 16;
/** Connections that insert at the same time: more are not faster on two cores. */
const WRITERS = 4;
const LINE = 0.5;

function batchRequest(path: string, prefix: string, batch: number): Buffer {
  const events = Array.from({ length: BATCH }, (_, index) => ({
    specversion: "1.0",
    id: `${prefix}-${batch}-${index}`,
    source: "/bench",
    type: "order.placed",
    datacontenttype: "application/json",
    data: orderData(batch * BATCH + index),
  }));
  return postRequest(path, { "content-type": "application/cloudevents-batch+json" }, JSON.stringify(events));
}

/** @param prefix of the ids: events that came before would be recognised */
async function gatewayRate(port: number, path: string, prefix: string): Promise<number> {
  let next = 0;
  // Made beforehand: the load shares the machine.
  const bodies = Array.from({ length: WARM_UP + BATCHES }, (_, batch) => batchRequest(path, prefix, batch));
  const request = () => bodies[next++] ?? Buffer.alloc(0);
  expectAccepted(await loadHttp({ port, connections: CONNECTIONS, requests: WARM_UP, request }));
  const result = await loadHttp({ port, connections: CONNECTIONS, requests: BATCHES, request });
  expectAccepted(result);
  return result.perSecond * BATCH;
}

const columns = ["topic_id", '"offset"', "id", "source", "type", "time", "content_type", "data"];
const placeholders = Array.from({ length: BATCH }, (_, row) => {
  const cells = columns.map((_name, column) => `$${row * columns.length + column + 1}`);
  return `(${cells.join(",")}, $${row * columns.length + 3})`;
});

/** The same rows into a table with the same columns and indexes, as one INSERT per hundred. */
async function insertRate({ deps }: Installation, databaseUrl: string): Promise<number> {
  await deps.pool.query("DROP TABLE IF EXISTS bare_event");
  await deps.pool.query("CREATE TABLE bare_event (LIKE event INCLUDING ALL)");
  const text = `INSERT INTO bare_event (${columns.join(",")}, correlation_id) VALUES ${placeholders.join(",")}`;
  const pool = new Pool({ connectionString: databaseUrl, max: WRITERS });
  const topicId = "00000000-0000-4000-8000-000000000000";
  let next = 0;
  const insertUntil = async (end: number) => {
    while (next < end) {
      const batch = next++;
      const values = Array.from({ length: BATCH }, (_, index) => {
        const data = Buffer.from(JSON.stringify(orderData(batch * BATCH + index)));
        const offset = batch * BATCH + index + 1;
        return [
          topicId,
          offset,
          `e-${batch}-${index}`,
          "/bench",
          "order.placed",
          new Date(),
          "application/json",
          data,
        ];
      });
      await pool.query({ name: "insert", text, values: values.flat() });
    }
  };
  try {
    await Promise.all(Array.from({ length: WRITERS }, () => insertUntil(WARM_UP)));
    const started = performance.now();
    await Promise.all(Array.from({ length: WRITERS }, () => insertUntil(WARM_UP + BATCHES)));
    return (BATCHES * BATCH) / ((performance.now() - started) / 1000);
  } finally {
    await pool.end();
  }
}

/** CloudEvents in batches of a hundred, against what the database does with the same rows. */
export const ingestBatch: Bench = {
  work: `CloudEvents batches of ${BATCH} over HTTP, ${CONNECTIONS} connections, each answered after the commit`,
  against: `multi-row INSERTs of the same ${BATCH} rows, ${WRITERS} connections, in turns`,
  reach: `≥ ${LINE.toFixed(2)}`,
  inTheWay:
    "one topic is appended to by one connection at a time, which also keeps an idempotency key for each event, while the reference inserts on several connections and keeps none.",
  run: ({ flags }) =>
    withInstallation({ flags }, async (installation, services) => {
      const path = await installation.deploy("bench", flowOf("web-address > orders"));
      const gateway = await installation.startGateway();
      const pids = { gateway: gateway.child.pid, PostgreSQL: services.postgres.child.pid };
      let cpu = "";
      let round = 0;
      const { measured: rate, reference } = await inTurns(
        () => insertRate(installation, installation.deps.env.DATABASE_URL),
        async () => {
          const spent = countCpu(pids);
          round += 1;
          const taken = await gatewayRate(gateway.port, path, `e${round}`);
          cpu = spent((WARM_UP + BATCHES) * BATCH);
          return taken;
        },
      );
      const ratio = rate / reference;
      return {
        measured: `${number(rate)} events/s`,
        reference: `${number(reference)} rows/s`,
        ratio,
        isReached: ratio >= LINE,
        note: cpu,
      };
    }),
};
