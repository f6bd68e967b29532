import { Agent, type Dispatcher, request as send } from "undici";
import type { HttpExchange } from "@/flow/delivery/delivery-trace";
import type { IncomingResponse, OutgoingRequest } from "@/flow/delivery/step-context";
import { StepFailure } from "@/flow/delivery/step-failure";
import type { CredentialContent } from "@/server/credentials/credential-types";
import { guardedConnector } from "@/server/egress/connect";
import { createEgressGuard, type EgressGuard } from "@/server/egress/egress-guard";
import { type SignIn, signIn } from "./credential-headers";
import { networkFailure, timeoutFailure } from "./network-failure";
import { BodyTooLargeError, readBodyText } from "./read-body";
import { createRedactor, type Redactor, secretHeaderValues } from "./redact";
import { type RequestAddress, requestAddress } from "./request-address";

/** Longest answer that is read, after decompression. */
const maxResponseBytes = 1_048_576;
const maxRedirects = 5;
/** Connections of one caller to one origin at the same time; more of its calls wait for one of them. */
const maxConnections = 64;
/** So many callers keep connections for their next call. */
const maxCallers = 256;
const connectTimeoutMs = 10_000;
/** Longest body that an exchange keeps for the history. */
const maxKeptChars = 4000;

/** Headers that belong to the connection or to Millrace; steps cannot set them. */
const ownHeaders =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|keep-alive|te|trailer|expect|proxy-.*)$/;
/** Headers of a step that may follow a redirect to another origin; every other one may hold a secret. */
const plainHeaders: ReadonlySet<string> = new Set([
  "accept",
  "accept-language",
  "content-type",
  "user-agent",
]);

export interface HttpClientOptions {
  readonly guard: EgressGuard;
  /** `MILLRACE_URL`: its demo endpoint is reachable even inside a private network. */
  readonly publicUrl: string;
}

/** What a call needs besides the request. */
export interface HttpCall {
  /** Whose call it is: each caller has its own connections, so that none waits for one whose calls hang. */
  readonly caller: string;
  readonly idempotencyKey: string;
  readonly timeoutMs: number;
  readonly record: (exchange: HttpExchange) => void;
  /** Opened by the caller, in the workspace of the delivery. */
  readonly credential?: CredentialContent | undefined;
}

/** The only way in which flows call other systems by HTTP. One per process; close it at the end. */
export interface HttpClient {
  request(request: OutgoingRequest, call: HttpCall): Promise<IncomingResponse>;
  /** Cuts off what is under way. */
  close(): Promise<void>;
}

/** One request of a chain of redirects. */
interface Hop {
  readonly address: RequestAddress;
  readonly method: OutgoingRequest["method"];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** @returns a client whose every connection passes the guard, and that follows redirects itself to check each */
export function createHttpClient({ guard, publicUrl }: HttpClientOptions): HttpClient {
  const own = new URL(publicUrl);
  const ownPort = Number(own.port) || (own.protocol === "https:" ? 443 : 80);
  const pool = { keepAliveTimeout: 4000, connections: maxConnections };
  const agents = createAgents(
    () => new Agent({ connect: guardedConnector(guard, connectTimeoutMs), ...pool }),
  );
  // Its own pool: a connection opened for the demo endpoint must not serve other paths of this host.
  const ownGuard = createEgressGuard([`${own.hostname}:${ownPort}`]);
  const ownAgent = new Agent({
    connect: guardedConnector(ownGuard, connectTimeoutMs),
    keepAliveTimeout: 4000,
  });

  return {
    request: (request, call) =>
      runRequest(request, call, publicUrl, ({ isOwn }) => (isOwn ? ownAgent : agents.of(call.caller))),
    async close() {
      await Promise.all([agents.close(), ownAgent.destroy()]);
    },
  };
}

/** The connections of each caller. Who has not called for longest makes room; what it still waits for comes to its end. */
function createAgents(open: () => Agent) {
  const agents = new Map<string, Agent>();
  const closing = new Set<Agent>();
  const close = (agent: Agent) => {
    closing.add(agent);
    void agent.close().finally(() => closing.delete(agent));
  };
  return {
    of(caller: string): Agent {
      const agent = agents.get(caller) ?? open();
      agents.delete(caller);
      agents.set(caller, agent);
      const [oldest] = agents;
      if (agents.size > maxCallers && oldest !== undefined) {
        agents.delete(oldest[0]);
        close(oldest[1]);
      }
      return agent;
    },
    async close() {
      await Promise.all([...agents.values(), ...closing].map((agent) => agent.destroy()));
    },
  };
}

type AgentFor = (address: RequestAddress) => Dispatcher;

async function runRequest(
  request: OutgoingRequest,
  call: HttpCall,
  publicUrl: string,
  agentFor: AgentFor,
): Promise<IncomingResponse> {
  const timeoutMs = Math.min(request.timeoutMs, call.timeoutMs);
  const deadline = AbortSignal.timeout(timeoutMs);
  const address = requestAddress(request.url, publicUrl);
  const auth = call.credential ? signIn(call.credential, address.url) : undefined;
  // A key that somebody wrote straight into a header is kept out of the history as well.
  const redactor = createRedactor([...(auth?.secrets ?? []), ...secretHeaderValues(request.headers ?? {})]);
  let hop: Hop = {
    address,
    method: request.method,
    headers: headersOf(request, call, auth),
    body: request.body,
  };
  for (let redirects = 0; ; redirects += 1) {
    const response = await runHop(hop, { agentFor, deadline, timeoutMs, redactor, record: call.record });
    const location = response.status >= 300 && response.status < 400 ? response.headers.location : undefined;
    if (location === undefined || response.status === 304) return response;
    if (redirects >= maxRedirects) {
      throw new StepFailure(
        "redirects",
        `\`${hop.address.url.host}\` sends on more than ${maxRedirects} times.`,
        {
          retryable: false,
        },
      );
    }
    hop = nextHop(hop, response.status, location, publicUrl);
  }
}

function headersOf(
  request: OutgoingRequest,
  call: HttpCall,
  auth: SignIn | undefined,
): Record<string, string> {
  const headers: Record<string, string> = {
    "user-agent": "Millrace",
    "accept-encoding": "gzip, deflate, br",
  };
  if (request.method !== "GET" && request.method !== "HEAD") headers["idempotency-key"] = call.idempotencyKey;
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (ownHeaders.test(name.toLowerCase())) continue;
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name) || /[\r\n\0]/.test(value)) {
      throw new StepFailure("bad-header", `The header \`${name.slice(0, 60)}\` cannot be sent as it is.`, {
        retryable: false,
      });
    }
    headers[name.toLowerCase()] = value;
  }
  return { ...headers, ...auth?.headers };
}

interface HopMeans {
  readonly agentFor: AgentFor;
  readonly deadline: AbortSignal;
  readonly timeoutMs: number;
  readonly redactor: Redactor;
  readonly record: HttpCall["record"];
}

async function runHop(hop: Hop, means: HopMeans): Promise<IncomingResponse> {
  const { redactor } = means;
  const { url } = hop.address;
  const sent: HttpExchange = {
    method: hop.method,
    url: redactor.url(url),
    requestHeaders: redactor.headers(hop.headers),
    ...(hop.body === undefined ? {} : { requestBody: kept(redactor.text(hop.body)) }),
  };
  try {
    const answer = await send(url, {
      method: hop.method,
      headers: hop.headers,
      ...(hop.body === undefined ? {} : { body: hop.body }),
      dispatcher: means.agentFor(hop.address),
      signal: means.deadline,
      // The deadline counts; undici's own limits are longer than any.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const headers = redactor.headers(flatHeaders(answer.headers));
    // The step and the history see the same text: a server that echoes a secret must not spread it.
    const encoding = String(answer.headers["content-encoding"] ?? "");
    const body = redactor.text(await readBodyText(answer.body, encoding, maxResponseBytes));
    means.record({ ...sent, status: answer.statusCode, responseHeaders: headers, responseBody: kept(body) });
    return { status: answer.statusCode, headers, body };
  } catch (error) {
    means.record(sent);
    if (error instanceof BodyTooLargeError) {
      throw new StepFailure("response-too-large", `\`${url.host}\` answered with more than 1 MB.`, {
        retryable: false,
      });
    }
    if (means.deadline.aborted) throw timeoutFailure(url.host, means.timeoutMs);
    const failure = networkFailure(error, url.host, means.timeoutMs);
    throw failure;
  }
}

function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

function kept(text: string): string {
  if (text.length <= maxKeptChars) return text;
  return `${text.slice(0, maxKeptChars)}… ${text.length - maxKeptChars} more characters`;
}

/** The request that a redirect asks for: 307 and 308 repeat it, the others turn it into a GET, as browsers do. */
function nextHop(hop: Hop, status: number, location: string, publicUrl: string): Hop {
  const from = hop.address.url;
  const target = URL.canParse(location, from) ? new URL(location, from).href : location;
  const address = requestAddress(target, publicUrl);
  if (from.protocol === "https:" && address.url.protocol === "http:") {
    throw new StepFailure(
      "redirect-downgrade",
      `\`${from.host}\` sends on to an address without encryption.`,
      {
        retryable: false,
      },
    );
  }
  const isRepeated = status === 307 || status === 308 || hop.method === "GET" || hop.method === "HEAD";
  const isSameOrigin = from.origin === address.url.origin;
  const headers = Object.fromEntries(
    Object.entries(hop.headers).filter(
      ([name]) =>
        (isSameOrigin ||
          plainHeaders.has(name) ||
          name === "accept-encoding" ||
          name === "idempotency-key") &&
        (isRepeated || !name.startsWith("content-")),
    ),
  );
  return {
    address,
    method: isRepeated ? hop.method : "GET",
    headers,
    body: isRepeated ? hop.body : undefined,
  };
}
