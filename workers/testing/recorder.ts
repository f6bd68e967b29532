import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** One call that reached the recorder. */
export interface RecordedCall {
  /** The path without the leading slash. */
  readonly path: string;
  readonly idempotencyKey: string;
}

/** An outside system that remembers every call. */
export interface Recorder {
  /** `127.0.0.1:port`, for `EGRESS_ALLOW` and addresses. */
  readonly host: string;
  readonly calls: readonly RecordedCall[];
  close(): Promise<void>;
}

/**
 * Starts a recorder on a free port of the loopback.
 * @param answer status for a call, at once or later, given how many calls with its path came before; undefined: no
 *   answer at all
 */
export async function startRecorder(
  answer: (path: string, earlier: number) => number | undefined | Promise<number>,
): Promise<Recorder> {
  const calls: RecordedCall[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const path = (request.url ?? "").slice(1);
    const earlier = calls.filter((call) => call.path === path).length;
    calls.push({ path, idempotencyKey: String(request.headers["idempotency-key"] ?? "") });
    void Promise.resolve(answer(path, earlier)).then((status) => {
      if (status !== undefined) response.writeHead(status, { "content-type": "text/plain" }).end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
