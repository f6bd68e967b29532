import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

const isTaken = (error: unknown) => error instanceof Error && "code" in error && error.code === "EADDRINUSE";

/**
 * A port of the loopback that nobody listens on. It is below those that the system gives to connections, which could
 * take it before it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + randomInt(12_000);
    const server = createServer().listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch (error) {
      if (isTaken(error)) continue;
      throw error;
    }
    server.close();
    await once(server, "close");
    return port;
  }
}
