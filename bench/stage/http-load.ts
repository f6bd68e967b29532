import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** What a load came to. */
export interface LoadResult {
  readonly perSecond: number;
  /** How many answers had which status. */
  readonly statuses: ReadonlyMap<number, number>;
}

/** A POST as bytes, keep-alive. */
export function postRequest(path: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const lines = Object.entries({ host: "localhost", "content-length": Buffer.byteLength(body), ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n${body}`);
}

/** Calls with the status of every answer that is complete; both servers that we load send a length. */
function onAnswers(socket: Socket, onStatus: (status: number) => void): void {
  let text = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    text += chunk;
    for (;;) {
      const headEnd = text.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const length = /^content-length: (\d+)/im.exec(text.slice(0, headEnd))?.[1];
      const end = headEnd + 4 + Number(length ?? 0);
      if (text.length < end) return;
      const status = Number(text.slice(9, 12));
      text = text.slice(end);
      onStatus(status);
    }
  });
}

/**
 * Sends requests over keep-alive connections, each one the next as soon as its answer is there. Bare sockets: the load
 * costs as little as possible, since it runs on the same machine.
 * @throws Error when a connection breaks
 */
export async function loadHttp(options: {
  readonly port: number;
  readonly connections: number;
  readonly requests: number;
  readonly request: (index: number) => Buffer;
}): Promise<LoadResult> {
  const { port, connections, requests, request } = options;
  const statuses = new Map<number, number>();
  const sockets = await Promise.all(
    Array.from({ length: Math.min(connections, requests) }, async () => {
      const socket = connect(port, "127.0.0.1").setNoDelay(true);
      await once(socket, "connect");
      return socket;
    }),
  );
  let sent = 0;
  const started = performance.now();
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          const next = () => {
            if (sent >= requests) {
              socket.removeAllListeners("close").destroy();
              resolve();
              return;
            }
            socket.write(request(sent));
            sent += 1;
          };
          onAnswers(socket, (status) => {
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
            next();
          });
          socket.on("error", reject);
          socket.on("close", () => reject(new Error("A connection was closed under load.")));
          next();
        }),
    ),
  );
  return { perSecond: requests / ((performance.now() - started) / 1000), statuses };
}

/** Throws unless every answer was a 202. */
export function expectAccepted({ statuses }: LoadResult): void {
  const others = [...statuses].filter(([status]) => status !== 202);
  if (others.length > 0)
    throw new Error(`Not all were taken: ${others.map((pair) => pair.join(" × ")).join(", ")}`);
}
