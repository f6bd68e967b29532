import type { Deps } from "../deps";
import { sharedAppend } from "../log/shared-append";
import type { Metric } from "../metrics/exposition";
import { createGatewayMetrics } from "../metrics/process-metrics";
import { createIngestHandler, type IngestHandler, limitsFor } from "./handle-ingest";

/** The part of a process that takes events. */
export interface Gateway {
  readonly handle: IngestHandler;
  /** What it has counted. */
  collect(): Metric[];
  /** Resolves when every event that was begun is stored and announced. */
  idle(): Promise<void>;
}

/** Makes the gateway of one process. */
export function createGateway(deps: Deps, limits = limitsFor(deps.env.MILLRACE_ADDRESS_RATE)): Gateway {
  const metrics = createGatewayMetrics();
  return {
    handle: createIngestHandler(deps, limits, metrics),
    collect: metrics.collect,
    idle: () => sharedAppend(deps).idle(),
  };
}
