import type * as z from "zod";
import { AppError } from "./app-error";
import type { Actor } from "./auth/actor";
import { type Action, can, leastRole } from "./auth/can";
import { badInput, refusedValue } from "./bad-input";
import type { Deps } from "./deps";

/** A use case that answers with a stream; it ends when `signal` aborts. */
export interface StreamCase<Input extends z.ZodType, Chunk> {
  (deps: Deps, actor: Actor, input: z.input<Input>, signal: AbortSignal): AsyncIterable<Chunk>;
  readonly action: Action;
  readonly input: Input;
}

/**
 * Makes a streaming use case: asks `can()` and parses before the first chunk, like `useCase`.
 * The handler must end when the signal aborts and free what it holds in `finally`.
 * @throws AppError `not-allowed` or `bad-input` on the first read
 */
export function streamCase<Input extends z.ZodType, Chunk>(
  action: Action,
  input: Input,
  handle: (deps: Deps, actor: Actor, input: z.output<Input>, signal: AbortSignal) => AsyncIterable<Chunk>,
): StreamCase<Input, Chunk> {
  async function* run(deps: Deps, actor: Actor, raw: z.input<Input>, signal: AbortSignal) {
    if (!can(actor, action, { workspaceId: actor.workspaceId })) {
      throw new AppError("not-allowed", `This needs the role ${leastRole[action]}. You are ${actor.role}.`);
    }
    const parsed = input.safeParse(raw);
    if (!parsed.success) throw badInput(parsed.error);
    try {
      yield* handle(deps, actor, parsed.data, signal);
    } catch (error) {
      throw refusedValue(error);
    }
  }
  return Object.assign(run, { action, input });
}
