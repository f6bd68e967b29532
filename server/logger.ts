import type { Logger } from "pino";
import { pino } from "pino";

/** Structured log to standard output; never payloads, never secrets. */
export type Log = Logger;

const secretPaths = ["authorization", "cookie", "password", "secret", "token", "key", "apiKey"];

/** Makes the log of one process; known secret fields are redacted at the top and one level down. */
export function createLogger(name: string, level: string): Log {
  return pino({
    name,
    level,
    redact: { paths: [...secretPaths, ...secretPaths.map((path) => `*.${path}`)], censor: "[redacted]" },
  });
}
