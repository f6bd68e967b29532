import { buffer } from "node:stream/consumers";
import { serve } from "./serve";

/** Serves a handler of web requests on a free port until `close`. */
export function serveWeb(handle: (request: Request) => Promise<Response> | Response) {
  return serve(async (incoming, outgoing) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
    const body = await buffer(incoming);
    const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
    const url = `http://${incoming.headers.host}${incoming.url}`;
    const response = await handle(
      new Request(url, {
        method: incoming.method ?? "GET",
        headers,
        ...(hasBody ? { body: new Uint8Array(body) } : {}),
      }),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
}
