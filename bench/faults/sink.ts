import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";

/** The outside world of a scenario: an HTTP server that remembers every call. */
export interface Sink {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** The idempotency keys that came for each event, by its number, in the order of the calls. */
  readonly keys: ReadonlyMap<number, readonly string[]>;
  /** Numbers of events in the order in which they came first. */
  readonly order: readonly number[];
  /** Numbers of events in the order in which they were answered well for the first time. */
  readonly done: readonly number[];
  /**
   * How the next calls are answered: after so many milliseconds, for which events not at all, and with which status
   * (absent: 200) given how many calls came before for the event.
   */
  answer: {
    delayMs: number;
    isSilentFor: (event: number) => boolean;
    statusFor?: (event: number, earlier: number) => number;
  };
  /** Told about every call before it is answered. */
  onCall: (event: number) => void;
  close(): Promise<void>;
}

const bodySchema = z.object({ n: z.number() });

/** Opens the sink on a free port of the loopback. */
export async function openSink(): Promise<Sink> {
  const keys = new Map<number, string[]>();
  const order: number[] = [];
  const done = new Set<number>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      // Broken off on its way: the call did not come.
      return;
    }
    const { n } = bodySchema.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    const known = keys.get(n);
    if (known === undefined) order.push(n);
    keys.set(n, [...(known ?? []), String(request.headers["idempotency-key"] ?? "")]);
    sink.onCall(n);
    if (sink.answer.isSilentFor(n)) return;
    if (sink.answer.delayMs > 0) await pause(sink.answer.delayMs);
    const status = sink.answer.statusFor?.(n, known?.length ?? 0) ?? 200;
    if (status === 200) done.add(n);
    response.writeHead(status, { "content-type": "application/json" }).end('{"taken":true}');
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sink has no port.");
  const sink: Sink = {
    host: `127.0.0.1:${address.port}`,
    keys,
    order,
    get done() {
      return [...done];
    },
    answer: { delayMs: 0, isSilentFor: () => false },
    onCall: () => undefined,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
  return sink;
}
