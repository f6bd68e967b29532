import type { CodeCall, CodeJob } from "@/flow/delivery/code-job";
import { StepFailure } from "@/flow/delivery/step-failure";
import { checkJson, JsonProblem } from "@/flow/event/json-scanner";
import { MAX_INPUT_CHARS, MAX_MEMORY_MB, MAX_OUTPUT_CHARS, type Wrong } from "./messages";
import type { RunnerPool } from "./runner-pool";

/**
 * Runs a step's code in a process of its own and gives back the JSON that it returned; undefined for nothing.
 * @param owner whose code it is: owners take turns
 * @throws StepFailure
 */
export async function runCode(
  pool: RunnerPool,
  owner: string,
  job: CodeJob,
  call: CodeCall,
): Promise<unknown> {
  const input = inputOf(job);
  if (input.length > MAX_INPUT_CHARS) {
    throw final(
      "code-input",
      `The event and the results of the steps above are ${sized(input.length)} together; code gets ${sized(MAX_INPUT_CHARS)} at most.`,
    );
  }
  const timeLimitMs = Math.min(job.timeLimitMs, call.timeoutMs);
  const request = { code: job.code, input, now: job.now.getTime(), seed: job.seed, timeLimitMs };
  const runOnce = () => pool.run(`${owner}/${call.stepId}`, request, call.timeoutMs);
  // Code has no effects: when its process ends under it, it can simply run again, once. It may be what ended the process.
  const end = (await runOnce()) ?? (await runOnce());
  if (end === "no-turn") {
    throw new StepFailure(
      "timeout",
      "The code did not get its turn in time: too much other code is running.",
      {
        retryable: true,
      },
    );
  }
  if (end === undefined) {
    throw new StepFailure("code-crashed", "The process that ran the code ended before the code did, twice.", {
      retryable: true,
    });
  }
  for (const line of end.log) call.log(line);
  if (end.wrong) throw failureOf(end.wrong, timeLimitMs);
  return end.output === undefined ? undefined : outputOf(end.output);
}

/** What code returns may become an event, so it may be nested no deeper than what senders send. */
function outputOf(text: string): unknown {
  try {
    checkJson(new TextEncoder().encode(text));
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw final("code-depth", `The code returned what cannot be kept. ${error.message}`);
  }
  return JSON.parse(text);
}

function inputOf({ event, steps }: CodeJob): string {
  try {
    return JSON.stringify({ event, steps });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw final("code-depth", "The event, or a result of the steps above, is nested too deeply for code.");
  }
}

function final(code: string, message: string): StepFailure {
  return new StepFailure(code, message, { retryable: false });
}

function sized(characters: number): string {
  const millions = characters / 1_000_000;
  return `${Number.isInteger(millions) ? millions : millions.toFixed(1)} MB`;
}

/** The same event would fail in the same way again, except for a time limit: then the machine may have been busy. */
function failureOf({ kind, message, line }: Wrong, timeLimitMs: number): StepFailure {
  const at = line === undefined ? "" : ` in line ${line}`;
  switch (kind) {
    case "syntax":
      return final("code-syntax", `The code cannot be read${at}: ${closed(message)}`);
    case "thrown":
      return final("code-error", `The code failed${at}: ${closed(message)}`);
    case "time":
      return new StepFailure(
        "code-timeout",
        `The code was stopped after ${timeLimitMs / 1000} s, its time limit. Is there a loop that does not end?`,
        { retryable: true },
      );
    case "memory":
      return final(
        "code-memory",
        `The code was stopped${at}: it needed more than ${MAX_MEMORY_MB} MB of memory.`,
      );
    case "depth":
      return final(
        "code-depth",
        `The code was stopped${at}: it calls itself, or its values are nested, too deeply.`,
      );
    case "too-long":
      return final(
        "code-output",
        `The code returned ${sized(Number(message))} of JSON; ${sized(MAX_OUTPUT_CHARS)} is the limit.`,
      );
    case "never":
      return final(
        "code-error",
        "The code waits for something that never happens. It can compute; it cannot wait or call others.",
      );
  }
}

function closed(message: string): string {
  const text = message.trim();
  return /[.!?]$/.test(text) ? text : `${text || "no reason given"}.`;
}
