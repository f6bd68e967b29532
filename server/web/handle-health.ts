import type { ServerResponse } from "node:http";
import type { Deps } from "../deps";

const longestMs = 2_000;

async function isDatabaseThere(deps: Deps): Promise<boolean> {
  const tooLate = new Promise<false>((resolve) => setTimeout(() => resolve(false), longestMs).unref());
  const asked = deps.pool.query("SELECT 1").then(
    () => true,
    (error: unknown) => {
      deps.log.warn({ err: error }, "the health check cannot reach the database");
      return false;
    },
  );
  return Promise.race([asked, tooLate]);
}

/** Answers load balancers and supervisors: 200 when this process can work, 503 when its database is away. */
export async function handleHealth(deps: Deps, response: ServerResponse): Promise<void> {
  const isThere = await isDatabaseThere(deps);
  const body = JSON.stringify({ status: isThere ? "ok" : "unavailable", database: isThere ? "ok" : "away" });
  response.writeHead(isThere ? 200 : 503, {
    "content-type": "application/json",
    "cache-control": "no-store",
  });
  response.end(body);
}
