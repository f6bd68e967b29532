import type * as z from "zod";
import { AppError } from "./app-error";
import type { Actor } from "./auth/actor";
import { type Action, can, leastRole } from "./auth/can";
import { badInput, refusedValue } from "./bad-input";
import type { Deps } from "./deps";

/** A use case: parses its input and asks `can()` before anything else happens. */
export interface UseCase<Input extends z.ZodType, Output> {
  (deps: Deps, actor: Actor, input: z.input<Input>): Promise<Output>;
  readonly action: Action;
  readonly input: Input;
}

/**
 * Makes a use case. The handler works in the actor's workspace only: every query in it names
 * `actor.workspaceId`, so a foreign id is simply not found.
 * @throws AppError `bad-input` or `not-allowed` before the handler runs
 */
export function useCase<Input extends z.ZodType, Output>(
  action: Action,
  input: Input,
  handle: (deps: Deps, actor: Actor, input: z.output<Input>) => Promise<Output>,
): UseCase<Input, Output> {
  const run = async (deps: Deps, actor: Actor, raw: z.input<Input>): Promise<Output> => {
    if (!can(actor, action, { workspaceId: actor.workspaceId })) {
      throw new AppError("not-allowed", `This needs the role ${leastRole[action]}. You are ${actor.role}.`);
    }
    const parsed = input.safeParse(raw);
    if (!parsed.success) throw badInput(parsed.error);
    try {
      return await handle(deps, actor, parsed.data);
    } catch (error) {
      throw refusedValue(error);
    }
  };
  return Object.assign(run, { action, input });
}
