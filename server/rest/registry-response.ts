import * as z from "zod";
import { AppError, appErrorStatus } from "../app-error";
import type { Log } from "../logger";
import { restBase } from "./endpoint";
import { problemResponse } from "./problem-response";

/** Below this path the API speaks as Confluent's registry does. */
export const registryBase = "/registry";

/** The media type of Confluent's registry. */
const registryType = "application/vnd.schemaregistry.v1+json";

/** Whether a path belongs to the registry. */
export function isRegistryPath(path: string): boolean {
  return path.startsWith(`${restBase}${registryBase}/`);
}

/** An answer of the registry. */
export function registryResponse(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": registryType, "cache-control": "no-store" },
  });
}

/** The text of a schema, as it is. */
export function schemaResponse(text: string): Response {
  return new Response(text, { headers: { "content-type": registryType, "cache-control": "no-store" } });
}

function codeOf(error: AppError): number {
  const code = error.details?.registryCode;
  if (typeof code === "number") return code;
  const status = error.code === "bad-input" ? 422 : appErrorStatus[error.code];
  return status >= 500 ? 50_001 : status * 100 + 1;
}

/** Whatever went wrong, as `{error_code, message}`. */
export function registryProblem(error: unknown, log: Log): Response {
  if (error instanceof z.ZodError) {
    const message = error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    return registryResponse({ error_code: 42_201, message }, 422);
  }
  if (!(error instanceof AppError)) {
    const { status, headers } = problemResponse(error, log);
    const answer = registryResponse(
      { error_code: status * 100 + 1, message: "Error in the backend data store" },
      status,
    );
    const after = headers.get("retry-after");
    if (after !== null) answer.headers.set("retry-after", after);
    return answer;
  }
  const code = codeOf(error);
  const answer = registryResponse(
    { error_code: code, message: error.message },
    code < 1_000 ? code : Math.floor(code / 100),
  );
  if (error.code === "not-signed-in") answer.headers.set("www-authenticate", 'Basic realm="Millrace"');
  const { retryAfterS } = error.details ?? {};
  if (typeof retryAfterS === "number") answer.headers.set("retry-after", String(retryAfterS));
  return answer;
}

/** The key in `Authorization: Basic`, which is how clients of the registry send it: as password, or alone. */
export function basicKey(header: string | null): string | undefined {
  const encoded = /^Basic\s+(\S+)\s*$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [user, ...password] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return password.join(":") || user;
}
