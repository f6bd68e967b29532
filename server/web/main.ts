import { createServer } from "node:http";
import next from "next";
import { ensureOwner } from "../auth/ensure-owner";
import { getDeps } from "../db";
import { runProcess } from "../run-process";
import { issueSetupToken } from "../setup/setup-token";
import { listen } from "./listen";

// The web process: one plain HTTP server in front of Next, so that the peer's address and the full rate reach us.
await runProcess(getDeps(), async (deps) => {
  await ensureOwner(deps);
  const setupToken = await issueSetupToken(deps);
  const server = createServer();
  const pages = next({
    dev: deps.env.MILLRACE_DEV,
    dir: process.cwd(),
    port: deps.env.PORT,
    httpServer: server,
  });
  await pages.prepare();
  const handlePage = pages.getRequestHandler();
  server.on("request", (request, response) => void handlePage(request, response));
  const close = await listen(server, deps.env.PORT);
  return {
    setupToken,
    async stop() {
      await close();
      await pages.close();
    },
  };
});
