import { once } from "node:events";
import type { Server } from "node:http";

// Requests in flight get this long at a stop; live streams never end by themselves.
const drainMs = 3_000;

/** Listens on a port; the result stops that and waits for requests in flight. */
export async function listen(server: Server, port: number): Promise<() => Promise<void>> {
  server.listen(port);
  await once(server, "listening");
  return async () => {
    const closed = once(server, "close");
    server.close();
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(timer);
  };
}
