import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpExchange } from "@/flow/delivery/delivery-trace";
import type { HttpCall } from "./http";

/** A real server on loopback that keeps what it was asked. */
export interface RecordingServer {
  readonly port: number;
  readonly address: string;
  readonly requests: { method: string; url: string; headers: Record<string, unknown>; body: string }[];
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1 at a free port. */
export async function recordingServer(answer: RequestListener): Promise<RecordingServer> {
  const requests: RecordingServer["requests"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
  });
  await listen(server);
  const { port } = addressOf(server);
  return {
    port,
    address: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return address;
}

/** What a call needs, and the exchanges that it recorded. */
export function testCall(more: Partial<HttpCall> = {}): { call: HttpCall; exchanges: HttpExchange[] } {
  const exchanges: HttpExchange[] = [];
  return {
    exchanges,
    call: {
      caller: "caller-1",
      idempotencyKey: "key-1",
      timeoutMs: 5000,
      record: (exchange) => exchanges.push(exchange),
      ...more,
    },
  };
}
