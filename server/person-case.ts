import type * as z from "zod";
import type { Person } from "./auth/person";
import { badInput, refusedValue } from "./bad-input";
import type { Deps } from "./deps";

/** A use case of a person about themselves, outside any workspace: their account, their list of workspaces. */
export interface PersonCase<Input extends z.ZodType, Output> {
  (deps: Deps, person: Person, input: z.input<Input>): Promise<Output>;
  readonly input: Input;
}

/**
 * Makes a use case that needs a signed-in person and no role. It may touch what belongs to that person only.
 * @throws AppError `bad-input` before the handler runs
 */
export function personCase<Input extends z.ZodType, Output>(
  input: Input,
  handle: (deps: Deps, person: Person, input: z.output<Input>) => Promise<Output>,
): PersonCase<Input, Output> {
  const run = async (deps: Deps, person: Person, raw: z.input<Input>): Promise<Output> => {
    const parsed = input.safeParse(raw);
    if (!parsed.success) throw badInput(parsed.error);
    try {
      return await handle(deps, person, parsed.data);
    } catch (error) {
      throw refusedValue(error);
    }
  };
  return Object.assign(run, { input });
}
