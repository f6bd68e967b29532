import type { Order } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { isDatabaseAway } from "@/server/gateway/database-away";
import { until } from "@/server/testing/until";
import { type GatewayProcess, type Installation, makeInstallation } from "../stage/installation";
import type { NodeProcess } from "../stage/node-process";
import type { Services } from "../stage/services";
import { seededRandom } from "./random";
import { makeSender, type Sender } from "./sender";
import { openSink, type Sink } from "./sink";
import { names, openWork } from "./witness";

/** An installation under load, with everything that a scenario may do to it. */
export interface World {
  readonly services: Services;
  readonly installation: Installation;
  readonly sink: Sink;
  readonly sender: Sender;
  readonly isFull: boolean;
  readonly random: () => number;
  /** Processes that live; a scenario that replaces one replaces it here. */
  gateways: GatewayProcess[];
  workers: NodeProcess[];
  readonly inboundId: string;
  /** The path of the address that takes the events. */
  readonly path: string;
  startWorkers(): Promise<NodeProcess>;
  /**
   * Waits until everything that is stored by now is delivered, and notes how long that took.
   * @param from what it recovers from, when a scenario does several kinds of harm
   */
  recovered(from?: string): Promise<void>;
  /** The longest recovery, in seconds, and from what. */
  readonly slowest: { readonly seconds: number; readonly from?: string | undefined };
  /** What else is worth knowing, for the line about the scenario. */
  readonly notes: string[];
  /** To be done after the processes have ended. */
  readonly atClose: (() => Promise<void>)[];
  close(): Promise<void>;
}

/** Recovery that takes this long is none. */
const GIVE_UP_MS = 180_000;
const EVENTS_PER_SECOND = 100;

const undeliveredSql = `
  SELECT count(*) AS n FROM event e CROSS JOIN subscription s
  WHERE e.topic_id = $1 AND e."offset" <= $2 AND s.topic_id = $1 AND s.state = 'active' AND NOT EXISTS (
    SELECT 1 FROM delivery d WHERE d.topic_id = e.topic_id AND d."offset" = e."offset" AND d.subscription_id = s.id
      AND d.run = 0 AND d.status NOT IN ('retrying', 'held'))`;

/**
 * A flow whose every effect can be counted: a call to the sink and a published event by one consumer, a sum by another.
 * @param order of the consumer that calls
 */
export function countedFlow(host: string, order: Order = { mode: "none" }) {
  const document = flowOf(
    `web-address > ${names.inbound} > http-request > ${names.outbound}\n> ${names.inbound} > counter`,
    {
      httprequest: { method: "POST", url: `http://${host}/` },
      counter: { name: names.sum, amount: 1 },
    },
  );
  const [caller] = document.consumers;
  if (caller) caller.order = order;
  for (const consumer of document.consumers) {
    consumer.failure = { ...consumer.failure, attempts: 20, initialDelayMs: 200, maxDelayMs: 2_000 };
  }
  return document;
}

/** Asks again while the database is away: that is what some scenarios do to it. */
async function whileAway<Value>(ask: () => Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    return otherwise;
  }
}

/** Builds the world of one scenario, with a gateway and workers that run. */
export async function makeWorld(
  services: Services,
  {
    seed,
    isFull,
    variables = {},
    order,
  }: {
    seed: number;
    isFull: boolean;
    variables?: Readonly<Record<string, string>> | undefined;
    order?: Order | undefined;
  },
): Promise<World> {
  const sink = await openSink();
  const installation = await makeInstallation(services, {
    variables: { EGRESS_ALLOW: sink.host, LOG_LEVEL: "fatal", ...variables },
  });
  const path = await installation.deploy("counted", countedFlow(sink.host, order));
  const inboundId = await installation.topicId(names.inbound);
  let turn = 0;
  let slowest: World["slowest"] = { seconds: 0 };
  const atClose: World["atClose"] = [];
  const sender = makeSender(() => {
    turn += 1;
    const gateway = world.gateways[turn % world.gateways.length];
    return `http://127.0.0.1:${gateway?.port ?? 1}${path}`;
  }, EVENTS_PER_SECOND);

  const world: World = {
    services,
    installation,
    sink,
    sender,
    isFull,
    random: seededRandom(seed),
    gateways: [await installation.startGateway()],
    workers: [await installation.startWorkers()],
    inboundId,
    path,
    startWorkers: () => installation.startWorkers(),
    recovered: async (from) => {
      const started = performance.now();
      const headSql = "SELECT head AS n FROM topic_head WHERE topic_id = $1";
      let head = -1;
      await until(
        async () => {
          if (head < 0) head = await whileAway(() => installation.count(headSql, [inboundId]), -1);
          if (head < 0) return false;
          return (await whileAway(() => installation.count(undeliveredSql, [inboundId, head]), 1)) === 0;
        },
        { limitMs: GIVE_UP_MS, everyMs: 100, message: `It did not recover${from ? ` from ${from}` : ""}.` },
      );
      const seconds = (performance.now() - started) / 1000;
      if (seconds > slowest.seconds) slowest = { seconds, from };
    },
    get slowest() {
      return slowest;
    },
    notes: [],
    atClose,
    close: async () => {
      await installation.close();
      for (const work of atClose) await work();
      await sink.close();
    },
  };
  return world;
}

/** Waits until nothing is left to do. */
export async function untilSettled({ installation }: World): Promise<void> {
  const isSettled = async () => (await whileAway(() => openWork(installation), 1)) === 0;
  await until(isSettled, { limitMs: GIVE_UP_MS, everyMs: 100, message: "It did not come to rest." });
}
