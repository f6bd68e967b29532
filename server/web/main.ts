import { createServer, type Server } from "node:http";
import { ensureOwner } from "../auth/ensure-owner";
import { getDeps, openPool } from "../db";
import type { Deps } from "../deps";
import { createGateway } from "../gateway/gateway";
import { createMetricsHandler } from "../metrics/handle-metrics";
import { watchProcess } from "../metrics/process-metrics";
import { runProcess } from "../run-process";
import { issueSetupToken } from "../setup/setup-token";
import { listen } from "./listen";
import { createRequestListener, type RequestHandler } from "./request-listener";

/** Senders and load balancers reuse connections; theirs must close first, or a request is lost now and then. */
const keepAliveMs = 75_000;
/** Slow heads; slow bodies have limits of their own. */
const maxHeadMs = 10_000;

interface Pages {
  readonly handle: RequestHandler;
  close(): Promise<void>;
}

async function openPages({ env }: Deps, server: Server): Promise<Pages> {
  // A process that only takes events need not hold Next in memory.
  const { default: next } = await import("next");
  const pages = next({ dev: env.MILLRACE_DEV, dir: process.cwd(), port: env.PORT, httpServer: server });
  await pages.prepare();
  const handle = pages.getRequestHandler();
  return { handle: (request, response) => handle(request, response), close: () => pages.close() };
}

// The web process: one plain HTTP server in front of Next, so that the peer's address and the full rate reach us.
await runProcess(getDeps(), async (deps) => {
  const { MILLRACE_ROLES: roles, PORT: port } = deps.env;
  const server = createServer({ keepAliveTimeout: keepAliveMs, headersTimeout: maxHeadMs });
  // Senders never wait for a connection behind people who search.
  const ingestPool = openPool(deps.env, deps.log, "gateway", 4);
  const gateway = roles.includes("gateway") ? createGateway({ ...deps, pool: ingestPool }) : undefined;
  const pages = roles.includes("web") ? await openPages(deps, server) : undefined;
  if (pages) await ensureOwner(deps);
  const setupToken = pages && (await issueSetupToken(deps));
  const watched = watchProcess();
  const metrics = createMetricsHandler(deps, () => [...watched(), ...(gateway?.collect() ?? [])]);
  const listener = createRequestListener(deps, { ingest: gateway?.handle, pages: pages?.handle, metrics });
  server.on("request", (request, response) => void listener(request, response));
  const close = await listen(server, port);
  return {
    setupToken,
    async stop() {
      await close();
      await gateway?.idle();
      await ingestPool.end();
      await pages?.close();
    },
  };
});
