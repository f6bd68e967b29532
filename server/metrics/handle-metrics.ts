import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import ipaddr from "ipaddr.js";
import type { Deps } from "../deps";
import { readEngineMetrics } from "./engine-metrics";
import { exposition, expositionType, type Metric } from "./exposition";

/** The path of the metrics, on every process that serves them. */
export const metricsPath = "/metrics";

/** What a proxy in front writes: whoever comes through one is not on this machine, whatever the socket says. */
const proxyHeaders = ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"];

function isLoopback({ headers, socket }: IncomingMessage): boolean {
  const { remoteAddress } = socket;
  if (remoteAddress === undefined || !ipaddr.isValid(remoteAddress)) return false;
  const isNear = ipaddr.process(remoteAddress).range() === "loopback";
  return isNear && proxyHeaders.every((name) => headers[name] === undefined);
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** With MILLRACE_METRICS_TOKEN whoever has it, from anywhere; without one this machine alone. */
function mayRead(request: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return isLoopback(request);
  return isSame(request.headers.authorization ?? "", `Bearer ${token}`);
}

/** Answers scrapes; never rejects. */
export type MetricsHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Makes the handler of one process: what it counts itself, and what the database knows. While the database is away the
 * process still tells about itself. To strangers the page does not exist.
 */
export function createMetricsHandler(deps: Deps, collect: () => readonly Metric[]): MetricsHandler {
  let reading: Promise<readonly Metric[]> | undefined;

  /** Scrapes at the same time share their queries. */
  function readEngine(): Promise<readonly Metric[]> {
    reading ??= readEngineMetrics(deps.pool)
      .catch((error: unknown) => {
        deps.log.warn({ err: error }, "the metrics of the database could not be read");
        return [];
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  return async (request, response) => {
    if (!mayRead(request, deps.env.MILLRACE_METRICS_TOKEN)) {
      response
        .writeHead(404, { "content-type": "text/plain", "cache-control": "no-store" })
        .end("Not found\n");
      return;
    }
    const engine = await readEngine();
    response.writeHead(200, { "content-type": expositionType, "cache-control": "no-store" });
    response.end(exposition([...collect(), ...engine]));
  };
}
