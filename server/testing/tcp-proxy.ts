import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import * as z from "zod";

/** Stands between a client and a server, and can break the way like a network does. */
export interface TcpProxy {
  readonly port: number;
  /** From now on the open connections carry nothing, and nobody is told; new ones work. */
  freeze(): void;
  close(): Promise<void>;
}

const addressSchema = z.object({ port: z.number() });

/**
 * Opens a proxy on a free port of the loopback.
 * @param target where to: the path of a socket, or a port of the loopback
 */
export async function openTcpProxy(target: string | number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((client) => {
    const upstream = typeof target === "string" ? connect(target) : connect(target, "127.0.0.1");
    const pair = [client, upstream] as const;
    pairs.add(pair);
    client.pipe(upstream).pipe(client);
    for (const [end, other] of [pair, [upstream, client] as const]) {
      // One end that goes takes the other with it, as without a proxy.
      end.on("error", () => other.destroy());
      end.on("close", () => {
        other.destroy();
        pairs.delete(pair);
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: addressSchema.parse(server.address()).port,
    freeze: () => {
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream).pause();
        upstream.unpipe(client).pause();
      }
    },
    close: async () => {
      for (const [client, upstream] of pairs) {
        client.destroy();
        upstream.destroy();
      }
      server.close();
      await once(server, "close");
    },
  };
}
