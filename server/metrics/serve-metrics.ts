import { createServer } from "node:http";
import type { Deps } from "../deps";
import { listen } from "../web/listen";
import type { Metric } from "./exposition";
import { createMetricsHandler, metricsPath } from "./handle-metrics";

/** Serves the metrics of a process that has no HTTP server of its own, on MILLRACE_METRICS_PORT; absent: not at all. */
export async function serveMetrics(
  deps: Deps,
  collect: () => readonly Metric[],
): Promise<{ close(): Promise<void> }> {
  const port = deps.env.MILLRACE_METRICS_PORT;
  if (port === undefined) return { close: async () => undefined };
  const handle = createMetricsHandler(deps, collect);
  const server = createServer((request, response) => {
    if (request.url?.split("?", 1)[0] === metricsPath) void handle(request, response);
    else response.writeHead(404).end();
  });
  return { close: await listen(server, port) };
}
