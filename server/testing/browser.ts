import superjson from "superjson";
import { handleApiRequest } from "../api/handle-api-request";
import { clientIpHeader } from "../auth/client-ip";
import { handleAuthRequest } from "../auth/handle-auth-request";
import type { Deps } from "../deps";

/** What a browser would send besides its cookies. */
type SentHeaders = Readonly<Record<string, string>>;

/** An answer as a test looks at it. */
export interface Answer {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly body: unknown;
  readonly headers: Headers;
}

/** A browser on our own pages: keeps cookies, names its origin. Talks to the handlers without a network. */
export class TestBrowser {
  readonly #deps: Deps;
  readonly #ip: string;
  cookies = new Map<string, string>();

  constructor(deps: Deps, ip = "203.0.113.5") {
    this.#deps = deps;
    this.#ip = ip;
  }

  get #own(): SentHeaders {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return {
      origin: this.#deps.env.MILLRACE_URL,
      host: new URL(this.#deps.env.MILLRACE_URL).host,
      "content-type": "application/json",
      [clientIpHeader]: this.#ip,
      ...(cookie !== "" && { cookie }),
    };
  }

  /** Calls a procedure; a GET for queries. */
  async call(
    method: "GET" | "POST",
    path: string,
    input: unknown,
    headers: SentHeaders = {},
  ): Promise<Answer> {
    const body = JSON.stringify(superjson.serialize(input));
    const url = `${this.#deps.env.MILLRACE_URL}/api/trpc/${path}`;
    const sent = { ...this.#own, ...headers };
    const request =
      method === "POST"
        ? new Request(url, { method, headers: sent, body })
        : new Request(`${url}?${new URLSearchParams({ input: body })}`, { headers: sent });
    return this.#keep(await handleApiRequest(this.#deps, request));
  }

  /** Asks the authentication routes; a POST when there is a body. */
  async auth(path: string, body?: unknown, headers: SentHeaders = {}): Promise<Answer> {
    const url = `${this.#deps.env.MILLRACE_URL}/api/auth/${path}`;
    const sent = { ...this.#own, ...headers };
    const request =
      body === undefined
        ? new Request(url, { headers: sent })
        : new Request(url, { method: "POST", headers: sent, body: JSON.stringify(body) });
    return this.#keep(await handleAuthRequest(this.#deps, request));
  }

  async #keep(response: Response): Promise<Answer> {
    const cookies = response.headers.getSetCookie();
    for (const cookie of cookies) {
      const [pair = ""] = cookie.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      const value = pair.slice(name.length + 1);
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, cookies, body, headers: response.headers };
  }
}
