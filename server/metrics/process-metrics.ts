import { monitorEventLoopDelay } from "node:perf_hooks";
import type { LatencyLog } from "../health/latency-log";
import type { Metric } from "./exposition";
import { createCounter, createHistogram } from "./instruments";

const NANOSECONDS = 1e9;

/** What every process tells about itself; a loop that is late makes everything late. */
export function watchProcess(): () => Metric[] {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const startedAt = Date.now() / 1000;
  return () => {
    const values = { "0.5": delay.percentile(50), "0.99": delay.percentile(99), "1": delay.max };
    const metrics: Metric[] = [
      {
        name: "millrace_loop_delay_seconds",
        type: "gauge",
        help: "How late the event loop was since the last scrape, by quantile.",
        samples: Object.entries(values).map(([quantile, nanos]) => ({
          labels: { quantile },
          value: nanos / NANOSECONDS,
        })),
      },
      {
        name: "process_resident_memory_bytes",
        type: "gauge",
        help: "Memory of the process.",
        samples: [{ labels: {}, value: process.memoryUsage.rss() }],
      },
      {
        name: "process_start_time_seconds",
        type: "gauge",
        help: "When the process started, in seconds since 1970.",
        samples: [{ labels: {}, value: startedAt }],
      },
    ];
    delay.reset();
    return metrics;
  };
}

/** What a gateway counts. */
export function createGatewayMetrics() {
  const requests = createCounter("millrace_ingest_requests_total", "Requests to addresses, by HTTP status.");
  const accept = createHistogram(
    "millrace_accept_seconds",
    "From the head of a request to its 202, which comes after the commit.",
  );
  return {
    answered: (status: number, seconds: number) => {
      requests.add({ status: String(status) });
      if (status === 202) accept.observe(seconds);
    },
    collect: () => [requests.collect(), accept.collect()],
  };
}

/** What the gateway of a process counts. */
export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;

/**
 * What a workers process counts.
 * @param latencies gets what Health draws by consumer
 */
export function createWorkerMetrics(latencies: LatencyLog) {
  const deliveries = createCounter(
    "millrace_deliveries_total",
    "Attempts at deliveries that this process has committed, by what became of them.",
  );
  const queue = createHistogram(
    "millrace_queue_seconds",
    "From the storing of an event to the moment when a worker took it, first attempts of live deliveries.",
  );
  const run = createHistogram("millrace_run_seconds", "Working time of one attempt.");
  const endToEnd = createHistogram(
    "millrace_end_to_end_seconds",
    "From the storing of an event to the commit of its delivery, first attempts of live deliveries.",
  );
  const batches = createCounter("millrace_batches_total", "Commits of batches, whole or in part.");
  const repairs = createCounter(
    "millrace_reconciler_repairs_total",
    "Batches whose worker or job was gone and that were given to the queue again.",
  );
  repairs.add({}, 0);
  return {
    attempted: (outcome: string, runSeconds: number) => {
      deliveries.add({ outcome });
      run.observe(runSeconds);
    },
    first: (subscriptionId: string, queueSeconds: number, totalSeconds: number) => {
      latencies.note(subscriptionId, totalSeconds * 1000);
      queue.observe(queueSeconds);
      endToEnd.observe(totalSeconds);
    },
    committed: () => batches.add(),
    repaired: (count: number) => repairs.add({}, count),
    collect: () => [
      deliveries.collect(),
      queue.collect(),
      run.collect(),
      endToEnd.collect(),
      batches.collect(),
      repairs.collect(),
    ],
  };
}

/** What a workers process counts. */
export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;
