import { failureOfResponse } from "@/flow/delivery/http-failure";
import type { IncomingResponse, StepContext } from "@/flow/delivery/step-context";
import { StepFailure } from "@/flow/delivery/step-failure";
import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

export const execute = defineExecutor(definition, async ({ config, context }) => {
  const url = context.text(config.url).trim();
  const host = hostOf(url);
  const body = bodyOf(config, context);
  const headers = Object.fromEntries(
    config.headers.map(({ field, value }) => [field.trim().toLowerCase(), context.text(value)]),
  );
  if (body !== undefined) headers["content-type"] ??= body.contentType;

  const response = await context.http({
    method: config.method,
    url,
    headers,
    ...(body === undefined ? {} : { body: body.text }),
    timeoutMs: config.timeoutSeconds * 1000,
    ...(config.credentialId ? { credentialId: config.credentialId } : {}),
  });
  if (response.isSuppressed) {
    context.note(`Would send ${config.method} to \`${host}\`; nothing was sent`);
    return { kind: "next", output: {} };
  }
  if (response.isRecorded) context.note("Nothing was sent this time; the answer is that of the first time");
  const failure = failureOfResponse(host, response, context.now);
  if (failure) throw failure;
  context.note(`\`${host}\` answered ${response.status}`);
  return {
    kind: "next",
    output: { status: response.status, body: parsedBody(response), headers: response.headers },
  };
});

function hostOf(url: string): string {
  if (url === "") throw new StepFailure("no-address", "There is no address to call.", { retryable: false });
  // `/demo/…` is this installation's own demo endpoint.
  const host = url.startsWith("/demo/")
    ? "demo endpoint"
    : /^https?:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(url)?.[1];
  if (!host) {
    const shown = url.slice(0, 100);
    throw new StepFailure("no-address", `"${shown}" is no address. It must begin with http:// or https://.`, {
      retryable: false,
    });
  }
  return host;
}

interface Body {
  readonly text: string;
  readonly contentType: string;
}

function bodyOf(
  config: {
    readonly method: string;
    readonly body: "event" | "text" | "none";
    readonly bodyText?: string | undefined;
  },
  context: StepContext,
): Body | undefined {
  if (config.method === "GET" || config.method === "HEAD" || config.body === "none") return undefined;
  if (config.body === "event") {
    return typeof context.data === "string"
      ? { text: context.data, contentType: "text/plain; charset=utf-8" }
      : { text: JSON.stringify(context.data ?? null), contentType: "application/json" };
  }
  const text = context.text(config.bodyText ?? "");
  return { text, contentType: isJson(text) ? "application/json" : "text/plain; charset=utf-8" };
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text) && jsonOf(text) !== undefined;
}

function parsedBody(response: IncomingResponse): unknown {
  return jsonOf(response.body) ?? response.body;
}

/** The parsed text, or nothing when it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
