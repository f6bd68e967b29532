import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { listen } from "../web/listen";

/** Serves a handler on a free port until `close`. */
export async function serve(
  handler: RequestListener,
): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const server = createServer(handler);
  const close = await listen(server, 0);
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, close };
}
