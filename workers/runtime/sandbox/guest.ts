import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from "quickjs-emscripten-core";
import {
  MAX_LOG_CHARS,
  MAX_LOG_LINES,
  MAX_MEMORY_MB,
  MAX_OUTPUT_CHARS,
  type RunReply,
  type RunRequest,
  type Wrong,
} from "./messages";
import { preludeSource } from "./prelude";
import { type Thrown, wrongOf } from "./wrong-of";

const BYTES_PER_PAGE = 64 * 1024;
const FIRST_PAGES = 256;
const MAX_PAGES = (MAX_MEMORY_MB * 1024 * 1024) / BYTES_PER_PAGE;
/** Less than what would overflow the stack of the host: then the guest fails, in words, and not its module. */
const STACK_BYTES = 128 * 1024;

const wasmModule = new WebAssembly.Module(
  readFileSync(fileURLToPath(import.meta.resolve("@jitl/quickjs-wasmfile-release-sync/wasm"))),
);

/** An engine that has run nothing yet. */
export interface Guest {
  readonly engine: QuickJSWASMModule;
  readonly memory: WebAssembly.Memory;
}

/**
 * Makes a fresh engine with a memory of its own. The memory is what limits it: the engine's own limit does nothing in
 * WebAssembly.
 */
export async function makeGuest(): Promise<Guest> {
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MAX_PAGES });
  const engine = await newQuickJSWASMModuleFromVariant(
    newVariant(variant, { wasmModule, wasmMemory: memory }),
  );
  return { engine, memory };
}

/** Carries what the guest has thrown. */
class GuestError extends Error {
  readonly thrown: Thrown;
  constructor(thrown: Thrown) {
    super("the guest threw");
    this.thrown = thrown;
  }
}

/** Carries a reason of our own out of a run. */
class Refused extends Error {
  readonly wrong: Wrong;
  constructor(wrong: Wrong) {
    super(wrong.kind);
    this.wrong = wrong;
  }
}

/** Runs code once, in a guest that must not be used again: whatever happened to it goes with it. */
export function runIn({ engine, memory }: Guest, request: RunRequest): RunReply {
  const log: string[] = [];
  const startedMs = performance.now();
  const isLate = () => performance.now() - startedMs > request.timeLimitMs;
  try {
    const runtime = engine.newRuntime();
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(isLate);
    const output = outputOf(runtime.newContext(), request, log);
    return output === undefined ? { log } : { log, output };
  } catch (error) {
    if (error instanceof Refused) return { log, wrong: error.wrong };
    const hasGrown = memory.buffer.byteLength > FIRST_PAGES * BYTES_PER_PAGE;
    if (error instanceof GuestError) return { log, wrong: wrongOf(error.thrown, isLate(), hasGrown) };
    // The stack of the host has overflowed after all, or the engine has given up. The guest is thrown away in any case.
    if (error instanceof RangeError) return { log, wrong: { kind: "depth", message: "" } };
    throw error;
  }
}

function outputOf(context: QuickJSContext, request: RunRequest, log: string[]): string | undefined {
  const ok = (result: ReturnType<QuickJSContext["evalCode"]>): QuickJSHandle => {
    if (result.error) throw new GuestError(thrownIn(context, result.error));
    return result.value;
  };
  const prelude = ok(context.evalCode(preludeSource, "prelude"));
  const json = ok(
    context.callFunction(prelude, context.undefined, [
      logInto(context, log),
      context.newNumber(request.now),
      context.newNumber(hashOf(request.seed)),
    ]),
  );
  const read = context.getProp(json, "parse");
  const write = context.getProp(json, "stringify");
  const input = ok(context.callFunction(read, context.undefined, context.newString(request.input)));
  // The first line is ours: `wrongOf` counts from the second.
  const source = `(async function (event, steps) { "use strict";\n${request.code}\n})`;
  const work = ok(context.evalCode(source, "code.js"));
  const promise = ok(
    context.callFunction(work, context.undefined, [
      context.getProp(input, "event"),
      context.getProp(input, "steps"),
    ]),
  );
  const returned = settled(context, promise);
  const output = ok(context.callFunction(write, context.undefined, returned));
  // Nothing, a function, a symbol: for all of them `JSON.stringify` has no text.
  if (context.typeof(output) !== "string") return undefined;
  const length = context.getNumber(context.getProp(output, "length"));
  if (length > MAX_OUTPUT_CHARS) throw new Refused({ kind: "too-long", message: String(length) });
  return context.getString(output);
}

/** Runs what was put off until the promise has its value; what else was put off is not waited for. */
function settled(context: QuickJSContext, promise: QuickJSHandle): QuickJSHandle {
  for (;;) {
    const state = context.getPromiseState(promise);
    if (state.type === "fulfilled") return state.value;
    if (state.type === "rejected") throw new GuestError(thrownIn(context, state.error));
    const done = context.runtime.executePendingJobs(1);
    if (done.error) throw new GuestError(thrownIn(context, done.error));
    if (done.value === 0) throw new Refused({ kind: "never", message: "" });
  }
}

function logInto(context: QuickJSContext, log: string[]): QuickJSHandle {
  return context.newFunction("log", (line) => {
    if (log.length > MAX_LOG_LINES) return;
    if (log.length === MAX_LOG_LINES) {
      log.push(`… only the first ${MAX_LOG_LINES} lines are kept`);
      return;
    }
    const length = context.getNumber(context.getProp(line, "length"));
    if (length > 50 * MAX_LOG_CHARS) {
      log.push(`… ${length} characters, too long to be kept`);
      return;
    }
    const text = context.getString(line);
    const more = text.length - MAX_LOG_CHARS;
    log.push(more > 0 ? `${text.slice(0, MAX_LOG_CHARS)}… ${more} more characters` : text);
  });
}

/** What was thrown can be anything, with getters that throw again or never end: the deadline holds here too. */
function thrownIn(context: QuickJSContext, error: QuickJSHandle): Thrown {
  const textOf = (name: string): string | undefined => {
    const handle = context.getProp(error, name);
    return context.typeof(handle) === "string" ? context.getString(handle).slice(0, 5000) : undefined;
  };
  const type = context.typeof(error);
  if (type !== "object" && type !== "function")
    return { message: String(context.dump(error)).slice(0, 1000) };
  if (context.sameValue(error, context.null)) return { message: "null", isNull: true };
  return { name: textOf("name"), message: textOf("message") ?? "", stack: textOf("stack") };
}

/** FNV-1a: a text as a seed of 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash | 0;
}
