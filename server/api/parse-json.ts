import { checkJson, JsonProblem } from "@/flow/event/json-scanner";
import { AppError } from "../app-error";

/**
 * What keeps bytes from being read as JSON, as a sentence. Nesting has a limit (64), for whoever looks at a value later calls
 * themselves level by level, and a process that runs out of stack may end without a word.
 */
export function jsonProblem(bytes: Uint8Array): string | undefined {
  try {
    checkJson(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof JsonProblem) return `This cannot be read as JSON. ${error.message}`;
    throw error;
  }
}

/**
 * Reads a body as JSON.
 * @throws AppError `bad-input` with what is wrong and where
 */
export function parseJson(bytes: Uint8Array): unknown {
  const found = jsonProblem(bytes);
  if (found !== undefined) throw new AppError("bad-input", found);
  return JSON.parse(new TextDecoder().decode(bytes));
}
