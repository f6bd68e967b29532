import { initTRPC, TRPCError } from "@trpc/server";
import type { StandardSchemaV1 } from "@trpc/server/unstable-core-do-not-import";
import { SuperJSON } from "superjson";
import * as z from "zod";
import { AppError } from "../app-error";
import { type Action, can } from "../auth/can";
import type { Person } from "../auth/person";
import { resolveActor } from "../auth/resolve-actor";
import { resolvePerson } from "../auth/resolve-person";
import { badInput } from "../bad-input";
import type { PersonCase } from "../person-case";
import type { StreamCase } from "../stream-case";
import type { UseCase } from "../use-case";
import type { ApiContext } from "./context";
import { trpcCodeOf } from "./error-table";
import { watchAccess } from "./watch-access";

/** Who may call a procedure: those who may do an action in the workspace, any signed-in person, or anybody. */
export type ProcedureMeta = { readonly action: Action } | { readonly open: "person" | "anybody" };

const internalMessage = "Something went wrong on the server. Try again; the log of the server says more.";

const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    // What stands twice in an answer, as a draft that is what runs, goes over the wire once.
    transformer: new SuperJSON({ dedupe: true }),
    isDev: false,
    sse: {
      ping: { enabled: true, intervalMs: 5_000 },
      client: { reconnectAfterInactivityMs: 15_000 },
    },
    errorFormatter({ shape, error }) {
      const cause = error.cause instanceof AppError ? error.cause : undefined;
      const isInternal = cause === undefined && error.code === "INTERNAL_SERVER_ERROR";
      return {
        ...shape,
        message: isInternal ? internalMessage : error.message,
        data: {
          ...shape.data,
          code: cause === undefined ? shape.data.code : trpcCodeOf[cause.code],
          /** The code of the refusal, as REST names it too; absent when the server itself failed. */
          appCode: cause?.code,
          /** More about the refusal, such as issues or the current version. */
          details: cause?.details,
        },
      };
    },
  });

function asTrpcError(cause: unknown): unknown {
  if (cause instanceof z.ZodError) {
    return asTrpcError(badInput(cause));
  }
  if (cause instanceof TRPCError) {
    if (cause.cause instanceof AppError || cause.cause instanceof z.ZodError) return asTrpcError(cause.cause);
    return cause.code === "BAD_REQUEST" ? asTrpcError(new AppError("bad-input", cause.message)) : cause;
  }
  if (!(cause instanceof AppError)) return cause;
  return new TRPCError({ code: trpcCodeOf[cause.code], message: cause.message, cause });
}

const procedure = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw asTrpcError(result.error);
  return result;
});

/** Joins procedures of one area; root.ts joins the areas. */
export const router = t.router;

interface ScopedInput {
  readonly workspace: string;
  readonly input: Record<string, unknown>;
}

const scoped = z
  .looseObject({ workspace: z.string().min(1).max(80) })
  .transform(({ workspace, ...input }) => ({
    workspace,
    input,
  }));

/** Zod types an object without fields as one whose every field is `never`; the workspace must still fit in. */
type Scoped<Raw> = [Raw] extends [Record<string, never>]
  ? { workspace: string }
  : Raw & { workspace: string };

/** Splits the workspace off; what remains is parsed by the use case itself. */
function scopedInput<Raw>(): StandardSchemaV1<Scoped<Raw>, ScopedInput> {
  return {
    "~standard": {
      version: 1,
      vendor: "millrace",
      validate(value) {
        const parsed = scoped.safeParse(value);
        return parsed.success ? { value: parsed.data } : { issues: parsed.error.issues };
      },
    },
  };
}

/**
 * A procedure that reads: the use case with the workspace's slug added to its input. The actor is the
 * signed-in person with the role of their membership; the use case parses its input and asks `can()` itself.
 */
export function query<Input extends z.ZodType, Output>(target: UseCase<Input, Output>) {
  return procedure
    .meta({ action: target.action })
    .input(scopedInput<z.input<Input>>())
    .query(async ({ ctx, input }) => forward(target, ctx, input));
}

/** A procedure that changes something; otherwise as `query`. */
export function mutation<Input extends z.ZodType, Output>(target: UseCase<Input, Output>) {
  return procedure
    .meta({ action: target.action })
    .input(scopedInput<z.input<Input>>())
    .mutation(async ({ ctx, input }) => forward(target, ctx, input));
}

async function forward<Input extends z.ZodType, Output>(
  target: UseCase<Input, Output>,
  ctx: ApiContext,
  { workspace, input }: ScopedInput,
): Promise<Output> {
  const actor = await resolveActor(ctx.deps, await ctx.person(), workspace);
  // The use case parses: here it is still whatever the client sent.
  return target(ctx.deps, actor, input as z.input<Input>);
}

/**
 * A procedure that streams (server-sent events). Access is asked again every five seconds from the database:
 * a signed-out or removed reader is cut off with the reason.
 */
export function subscription<Input extends z.ZodType, Chunk>(streamCase: StreamCase<Input, Chunk>) {
  return procedure
    .meta({ action: streamCase.action })
    .input(scopedInput<z.input<Input>>())
    .subscription(async function* ({ ctx, input, signal }) {
      const { deps, headers } = ctx;
      const stop = new AbortController();
      const ends = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
      const check = async () => {
        const actor = await resolveActor(deps, await resolvePerson(deps, headers), input.workspace);
        if (!can(actor, streamCase.action, actor)) {
          throw new AppError("not-allowed", "Your role was changed; you may no longer see this.");
        }
      };
      try {
        const actor = await resolveActor(deps, await ctx.person(), input.workspace);
        // The use case parses: here it is still whatever the client sent.
        const source = streamCase(deps, actor, input.input as z.input<Input>, ends);
        yield* watchAccess(source, check, stop);
      } catch (cause) {
        throw asTrpcError(cause);
      }
    });
}

/** A procedure that reads what belongs to the signed-in person, in no workspace. */
export function personQuery<Input extends z.ZodType, Output>(personCase: PersonCase<Input, Output>) {
  return procedure
    .meta({ open: "person" })
    .input(passedOn<z.input<Input>>())
    .query(async ({ ctx, input }) =>
      personCase(ctx.deps, await personOf(ctx), input.input as z.input<Input>),
    );
}

/** A procedure that changes what belongs to the signed-in person, in no workspace. */
export function personMutation<Input extends z.ZodType, Output>(personCase: PersonCase<Input, Output>) {
  return procedure
    .meta({ open: "person" })
    .input(passedOn<z.input<Input>>())
    .mutation(async ({ ctx, input }) =>
      personCase(ctx.deps, await personOf(ctx), input.input as z.input<Input>),
    );
}

/** The base of the few procedures that work without a session; each must say why in its docstring. */
export const openProcedure = procedure.meta({ open: "anybody" });

async function personOf(ctx: ApiContext): Promise<Person> {
  const person = await ctx.person();
  if (person === undefined) throw new AppError("not-signed-in", "You are signed out. Sign in to go on.");
  return person;
}

/** Hands the input on as it came: the use case parses it. */
function passedOn<Raw>(): StandardSchemaV1<Raw, { input: unknown }> {
  return { "~standard": { version: 1, vendor: "millrace", validate: (input) => ({ value: { input } }) } };
}
