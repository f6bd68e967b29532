import { join } from "node:path";
import { flowOf } from "@/flow/testing/flow-of";
import { countCpu } from "./stage/cpu";
import { type Bench, number } from "./stage/figure";
import { freePort } from "./stage/free-port";
import { expectAccepted, loadHttp, postRequest } from "./stage/http-load";
import { inTurns } from "./stage/in-turns";
import { startNode } from "./stage/node-process";
import { root } from "./stage/services";
import { orderData } from "./stage/stored-events";
import { withInstallation } from "./stage/with-installation";

const REQUESTS = 60_000;
const WARM_UP = 8_000;
const CONNECTIONS = 64;
const LINE = 0.25;

const json = { "content-type": "application/json" };

async function rateAt(port: number, path: string): Promise<number> {
  const request = (index: number) => postRequest(path, json, JSON.stringify(orderData(index)));
  const load = { port, connections: CONNECTIONS, request };
  expectAccepted(await loadHttp({ ...load, requests: WARM_UP }));
  const result = await loadHttp({ ...load, requests: REQUESTS });
  expectAccepted(result);
  return result.perSecond;
}

/** What the bare server does under the very same load. */
async function bareRate(): Promise<number> {
  const port = await freePort();
  const server = await startNode(join(root, "bench/stage/bare-server.mjs"), { PORT: String(port) });
  try {
    return await rateAt(port, "/");
  } finally {
    await server.stop();
  }
}

/** Single events over HTTP, each answered after it is on disk, against a server that keeps nothing. */
export const ingest: Bench = {
  work: `single JSON events over HTTP, keep-alive, ${CONNECTIONS} connections, about 300 B, answered after the commit`,
  against: "a bare node:http server that reads, parses and answers 202, in turns",
  reach: `≥ ${LINE}`,
  inTheWay:
    "the gateway checks and encodes each event and PostgreSQL stores it, on the cores that the load uses too; the reference only parses. The rate is near the line, and moves with the machine.",
  run: ({ flags }) =>
    withInstallation({ flags }, async (installation, services) => {
      const path = await installation.deploy("bench", flowOf("web-address > orders"));
      const gateway = await installation.startGateway();
      const pids = { gateway: gateway.child.pid, PostgreSQL: services.postgres.child.pid };
      let cpu = "";
      let sent = 0;
      const { measured: rate, reference } = await inTurns(bareRate, async () => {
        const spent = countCpu(pids);
        const taken = await rateAt(gateway.port, path);
        cpu = spent(WARM_UP + REQUESTS);
        sent += WARM_UP + REQUESTS;
        return taken;
      });
      const stored = await installation.count("SELECT count(*) AS n FROM event");
      if (stored !== sent) throw new Error(`${stored} events are stored.`);
      const ratio = rate / reference;
      return {
        measured: `${number(rate)} events/s`,
        reference: `${number(reference)} requests/s`,
        ratio,
        isReached: ratio >= LINE,
        note: `The gateway answers at the public port itself; nothing stands in front of it. ${cpu}`,
      };
    }),
};
