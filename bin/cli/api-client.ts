import * as z from "zod";
import { CommandFailure, type Io } from "./io";

/** How a command reaches an installation. */
export interface Connection {
  readonly url?: string | undefined;
  readonly apiKey?: string | undefined;
}

/** Calls the REST API of a running Millrace. */
export interface ApiClient {
  /** @throws CommandFailure with the sentence of the refusal */
  call(path: string, init?: RequestInit): Promise<Response>;
}

const problemSchema = z.object({
  detail: z.string(),
  issues: z.array(z.object({ message: z.string() })).optional(),
});

async function refusalOf(response: Response): Promise<CommandFailure> {
  const text = await response.text();
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json") === true;
  const parsed = isProblem ? problemSchema.safeParse(JSON.parse(text)) : undefined;
  if (!parsed?.success) {
    return new CommandFailure(`${response.url} answered ${response.status}. Is that address a Millrace?`);
  }
  const issues = (parsed.data.issues ?? [])
    .filter(({ message }) => !parsed.data.detail.includes(message))
    .map(({ message }) => `\n- ${message}`);
  return new CommandFailure(`${parsed.data.detail}${issues.join("")}`);
}

/** Makes a client from the options of a command, else MILLRACE_URL and MILLRACE_API_KEY. */
export function apiClient({ env }: Io, connection: Connection): ApiClient {
  const base = (connection.url ?? env.MILLRACE_URL ?? `http://localhost:${env.PORT || 3000}`).replace(
    /\/+$/,
    "",
  );
  const key = connection.apiKey ?? env.MILLRACE_API_KEY;
  return {
    async call(path, init = {}) {
      if (!key) {
        throw new CommandFailure(
          "This needs an API key. Make one with `millrace keys create`, and give it as --api-key or MILLRACE_API_KEY.",
        );
      }
      const headers = new Headers(init.headers);
      headers.set("authorization", `Bearer ${key}`);
      let response: Response;
      try {
        response = await fetch(`${base}/api/v1${path}`, { ...init, headers });
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        const cause = error.cause instanceof Error ? ` (${error.cause.message || "no answer"})` : "";
        throw new CommandFailure(
          `Nobody answers at ${base}${cause}. Start Millrace with \`npm start\`, or give its address as --url or MILLRACE_URL.`,
        );
      }
      if (!response.ok) throw await refusalOf(response);
      const type = response.headers.get("content-type") ?? "nothing";
      if (!/^application\/(?:json|yaml)\b/.test(type)) {
        throw new CommandFailure(`${response.url} answered with ${type}. Is that address a Millrace?`);
      }
      return response;
    },
  };
}
