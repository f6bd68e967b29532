import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import * as z from "zod";

/** Stands between a client and a server, and can break the way like a network does. */
export interface TcpProxy {
  readonly port: number;
  /** From now on the open connections carry nothing, and nobody is told; new ones work. */
  freeze(): void;
  /** Ends the open connections; new ones work. */
  drop(): void;
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
  const drop = () => {
    for (const [client, upstream] of pairs) {
      client.destroy();
      upstream.destroy();
    }
  };
  return {
    port: addressSchema.parse(server.address()).port,
    freeze: () => {
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream).pause();
        upstream.unpipe(client).pause();
      }
    },
    drop,
    close: async () => {
      drop();
      server.close();
      await once(server, "close");
    },
  };
}

/** A proxy in front of the database of a test. */
export interface DatabaseProxy extends TcpProxy {
  /** For DATABASE_URL: the same database, through the proxy. */
  readonly url: string;
}

/** Opens a proxy to a database that is reached through a socket in a folder. */
export async function openDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const url = new URL(databaseUrl);
  const proxy = await openTcpProxy(join(url.searchParams.get("host") ?? "", ".s.PGSQL.5432"));
  url.searchParams.delete("host");
  url.host = `127.0.0.1:${proxy.port}`;
  return { ...proxy, url: url.href };
}
