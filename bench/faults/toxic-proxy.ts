import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";

/** What a network can do to those who use it. */
export const toxics = [
  "refuse",
  "half-open",
  "reset",
  "latency",
  "bandwidth",
  "slicer",
  "limit-data",
] as const;
export type Toxic = (typeof toxics)[number];

/** A way between a client and a server that can be made ill and well again. */
export interface ToxicProxy {
  readonly port: number;
  fallIll(toxic: Toxic): Promise<void>;
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** A connection through the proxy. */
interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  /** What passed since the way fell ill. */
  bytes: number;
  /** Carries nothing any more and tells nobody, not even after the healing. */
  isForgotten: boolean;
}

const LATENCY_MS = 300;
const BYTES_PER_SECOND = 20_000;
const SLICE_BYTES = 40;
const LIMIT_BYTES = 3_000;
const addressSchema = z.object({ port: z.number() });

/** A promise that somebody else resolves. */
function makeGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/**
 * Opens a proxy on a free port of the loopback.
 * @param target the path of a socket, or a port of the loopback
 * @param random decides which connections survive a partition: some carry what waited, others are forgotten
 */
export async function openToxicProxy(target: string | number, random: () => number): Promise<ToxicProxy> {
  const pairs = new Set<Pair>();
  let toxic: Toxic | undefined;
  let healing = makeGate();

  /** Waits as long as the present illness wants; returns the pieces in which the bytes go on, none when they never do. */
  async function slow(pair: Pair, chunk: Buffer): Promise<readonly Buffer[]> {
    if (pair.isForgotten) return [];
    switch (toxic) {
      case "half-open":
        await healing.opened;
        return pair.isForgotten ? [] : [chunk];
      case "latency":
        await pause(LATENCY_MS * (0.5 + random()));
        return [chunk];
      case "bandwidth":
        await pause((chunk.byteLength / BYTES_PER_SECOND) * 1000);
        return [chunk];
      case "slicer":
        return Array.from({ length: Math.ceil(chunk.byteLength / SLICE_BYTES) }, (_, index) =>
          chunk.subarray(index * SLICE_BYTES, (index + 1) * SLICE_BYTES),
        );
      case "limit-data":
        pair.bytes += chunk.byteLength;
        return [chunk.subarray(0, Math.max(0, chunk.byteLength - Math.max(0, pair.bytes - LIMIT_BYTES)))];
      default:
        return [chunk];
    }
  }

  /** One end has gone: the other hears of it, as soon as anything passes. */
  async function pass(pair: Pair, leave: () => void): Promise<void> {
    if (toxic === "half-open") await healing.opened;
    if (!pair.isForgotten) leave();
  }

  async function pump(pair: Pair, from: Socket, to: Socket): Promise<void> {
    for await (const chunk of from) {
      if (!Buffer.isBuffer(chunk)) continue;
      for (const piece of await slow(pair, chunk)) {
        to.write(piece);
        if (toxic === "slicer") await pause(1);
      }
      if (to.writableNeedDrain) await once(to, "drain");
      if (toxic === "limit-data" && pair.bytes > LIMIT_BYTES) to.destroySoon();
    }
    await pass(pair, () => to.end());
  }

  function accept(client: Socket): void {
    if (toxic === "reset") {
      client.on("error", () => undefined).resetAndDestroy();
      return;
    }
    const upstream = typeof target === "string" ? connect(target) : connect(target, "127.0.0.1");
    const pair: Pair = { client, upstream, bytes: 0, isForgotten: false };
    pairs.add(pair);
    for (const [end, other] of [[client, upstream] as const, [upstream, client] as const]) {
      // An error is always followed by a close.
      end.on("error", () => undefined);
      end.on("close", () => {
        if (other.closed) pairs.delete(pair);
        void pass(pair, () => other.destroy());
      });
      pump(pair, end, other).catch(() => end.destroy());
    }
  }

  let server: Server;
  async function listen(port: number): Promise<number> {
    server = createServer(accept);
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return addressSchema.parse(server.address()).port;
  }
  async function stopListening(): Promise<void> {
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  }
  const cutAll = () => {
    for (const { client, upstream } of pairs) {
      if (toxic === "reset") client.resetAndDestroy();
      client.destroy();
      upstream.destroy();
    }
  };

  const port = await listen(0);
  return {
    port,
    fallIll: async (chosen) => {
      toxic = chosen;
      for (const pair of pairs) {
        pair.bytes = 0;
        pair.isForgotten = chosen === "half-open" && random() < 0.5;
      }
      if (chosen === "refuse") {
        const stopped = stopListening();
        cutAll();
        await stopped;
      }
      if (chosen === "reset") cutAll();
    },
    heal: async () => {
      toxic = undefined;
      healing.open();
      healing = makeGate();
      if (!server.listening) await listen(port);
    },
    close: async () => {
      healing.open();
      const stopped = stopListening();
      cutAll();
      await stopped;
    },
  };
}
