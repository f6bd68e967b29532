import { AppError, type AppErrorCode } from "../app-error";

/** Error codes of Confluent's registry, with the kind of refusal that they are here. */
const kinds = {
  40401: "not-found",
  40402: "not-found",
  40403: "not-found",
  40404: "not-found",
  40405: "not-found",
  40406: "not-found",
  40407: "not-found",
  40408: "not-found",
  40409: "not-found",
  409: "conflict",
  42201: "bad-input",
  42202: "bad-input",
  42203: "bad-input",
  42204: "bad-input",
  42205: "conflict",
  42206: "conflict",
} as const satisfies Record<number, AppErrorCode>;
export type RegistryCode = keyof typeof kinds;

/** A refusal of the registry; `details.registryCode` is what clients of Confluent's registry look at. */
export function registryError(
  registryCode: RegistryCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): AppError {
  return new AppError(kinds[registryCode], message, { registryCode, ...details });
}
