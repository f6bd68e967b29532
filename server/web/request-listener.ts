import type { IncomingMessage, ServerResponse } from "node:http";
import { clientIpHeader } from "../auth/client-ip";
import { demoPrefix, handleDemoRequest } from "../demo/handle-demo-request";
import type { Deps } from "../deps";
import { type IngestHandler, ingestPrefix } from "../gateway/handle-ingest";
import { problem, sendReply } from "../gateway/reply";
import { type MetricsHandler, metricsPath } from "../metrics/handle-metrics";
import { clientAddress } from "./client-address";
import { handleHealth } from "./handle-health";

/** Answers one request; what it answers when it fails is the listener's business. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What this process serves; absent parts are run by another process. */
export interface Served {
  readonly ingest?: IngestHandler | undefined;
  readonly pages?: RequestHandler | undefined;
  readonly metrics?: MetricsHandler | undefined;
}

/** Sent where people reach us over https: from then on their browsers come no other way. One year. */
const stayOnHttps = "max-age=31536000";
const unreadable = problem(400, "This address cannot be read: a % in it must be followed by two digits.");

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path.split("?", 1)[0] ?? "");
    return true;
  } catch {
    // A URIError is the answer.
    return false;
  }
}

const notHere = problem(404, "This process does not serve this.");

/** Sends events to the gateway, health checks to their answer, and everything else to the pages. */
export function createRequestListener(deps: Deps, { ingest, pages, metrics }: Served): RequestHandler {
  const isHttps = deps.env.MILLRACE_URL.startsWith("https:");

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    if (isHttps) response.setHeader("strict-transport-security", stayOnHttps);
    if (path.startsWith(ingestPrefix))
      return ingest ? ingest(request, response) : sendReply(response, notHere);
    if (!isReadable(path)) return sendReply(response, unreadable);
    if (path.startsWith(demoPrefix)) return handleDemoRequest(request, response);
    if (path === "/api/health") return handleHealth(deps, response);
    if (path.split("?", 1)[0] === metricsPath && metrics) return metrics(request, response);
    return pages ? pages(request, response) : sendReply(response, notHere);
  }

  return async (request, response) => {
    const forwardedFor = [request.headers["x-forwarded-for"]].flat().join(",");
    const address = clientAddress(
      request.socket.remoteAddress,
      forwardedFor,
      deps.env.MILLRACE_TRUSTED_PROXIES,
    );
    // Whatever a client sent under this name is overwritten: handlers trust it.
    if (address === undefined) delete request.headers[clientIpHeader];
    else request.headers[clientIpHeader] = address;
    try {
      await route(request, response);
    } catch (error) {
      deps.log.error({ err: error }, "a request failed");
      if (response.headersSent) response.destroy();
      else sendReply(response, problem(500, "This went wrong here, not with you. Try again."));
    }
  };
}
