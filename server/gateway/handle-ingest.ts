import type { IncomingMessage, ServerResponse } from "node:http";
import { clientIpHeader } from "../auth/client-ip";
import type { Deps } from "../deps";
import type { GatewayMetrics } from "../metrics/process-metrics";
import { addressHelp, wantsHtml } from "./address-help";
import { clientNetwork } from "./client-network";
import { isDatabaseAway } from "./database-away";
import { handshake, replyFor } from "./ingest-reply";
import { createProducerLookup } from "./producer-lookup";
import { createRateLimiter, type Rate } from "./rate-limiter";
import { type BodyLimits, createReceiver, retrySoon } from "./receive-events";
import { problem, type Reply, sendReply, unknownAddress } from "./reply";

/** The path prefix of all addresses. */
export const ingestPrefix = "/in/";

/** What one gateway process allows; rates count requests, a batch is one. */
export interface GatewayLimits extends BodyLimits {
  readonly perAddress: Rate;
  readonly perClient: Rate;
  /** Requests of one client to addresses that do not exist. */
  readonly unknownPerClient: Rate;
}

/** The limits of an installation; `addressRate` is MILLRACE_ADDRESS_RATE. */
export function limitsFor(addressRate: number): GatewayLimits {
  return {
    maxBodyBytes: 1024 * 1024,
    maxBodyMs: 10_000,
    maxBytesInFlight: 128 * 1024 * 1024,
    perAddress: { perSecond: addressRate, burst: 5 * addressRate },
    perClient: { perSecond: 2 * addressRate, burst: 10 * addressRate },
    unknownPerClient: { perSecond: 5, burst: 50 },
  };
}

/** Answers requests below `/in/`; never rejects. */
export type IngestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function keyOf(url: string): string {
  const path = url.split("?", 1)[0] ?? "";
  return path.startsWith(ingestPrefix) ? path.slice(ingestPrefix.length) : "";
}

function tooMany(seconds: number): Reply {
  return problem(429, `Too many requests. Try again in ${seconds} s.`, {
    headers: { "retry-after": String(seconds) },
    endsConnection: true,
  });
}

/**
 * Makes the handler of one gateway process. Log lines never hold the key of an address: who reads them could send.
 */
export function createIngestHandler(
  deps: Deps,
  limits: GatewayLimits,
  metrics?: GatewayMetrics,
): IngestHandler {
  const { env, log } = deps;
  const lookup = createProducerLookup(deps);
  const receive = createReceiver(deps, limits);
  const perAddress = createRateLimiter(limits.perAddress);
  const perClient = createRateLimiter(limits.perClient);
  const unknownPerClient = createRateLimiter(limits.unknownPerClient);

  async function answer(request: IncomingMessage): Promise<Reply> {
    const client = clientNetwork([request.headers[clientIpHeader]].flat()[0] ?? request.socket.remoteAddress);
    const key = keyOf(request.url ?? "");
    // Paid for before the database is asked: whoever tries out addresses must not cost it a question each.
    const isCostly = lookup.isCostly(key);
    const early = isCostly ? unknownPerClient.take(client) : 0;
    if (early > 0) return tooMany(early);
    const giveBack = () => {
      if (isCostly) unknownPerClient.giveBack(client);
    };
    const producer = await lookup.find(key).catch((error: unknown) => {
      giveBack();
      throw error;
    });
    if (producer === undefined) {
      const late = isCostly ? 0 : unknownPerClient.take(client);
      if (late > 0) return tooMany(late);
      return request.method === "POST" ? { ...unknownAddress, endsConnection: true } : unknownAddress;
    }
    giveBack();
    const seconds = Math.max(perAddress.take(producer.id), perClient.take(client));
    if (seconds > 0) return tooMany(seconds);
    if (request.method === "OPTIONS") return handshake(request, limits.perAddress);
    if (request.method !== "POST") {
      return addressHelp(`${env.MILLRACE_URL}${ingestPrefix}${key}`, wantsHtml(request.headers.accept));
    }
    return replyFor(request, key, producer, await receive(request, producer));
  }

  function failure(error: unknown): Reply {
    if (isDatabaseAway(error)) {
      log.warn({ err: error }, "an event was refused: the database is away");
      return problem(503, "Events cannot be stored at the moment. Try again soon.", {
        headers: retrySoon,
        endsConnection: true,
      });
    }
    log.error({ err: error }, "an event could not be taken");
    return problem(500, "This went wrong here, not with you. Try again.", { endsConnection: true });
  }

  return async (request, response) => {
    const startedMs = performance.now();
    const reply = await answer(request).catch(failure);
    metrics?.answered(reply.status, (performance.now() - startedMs) / 1000);
    if (!response.destroyed) sendReply(response, reply);
  };
}
