import { DatabaseError } from "pg";
import * as z from "zod";
import { AppError } from "./app-error";

/** How many faults one sentence names; a broken document can have thousands. */
const maxFaults = 5;

/** The refusal of input that does not fit its schema: a line per fault, with the field in front; all in `details.issues`. */
export function badInput({ issues }: z.ZodError): AppError {
  const lines = issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`,
  );
  const shown = [...new Set(lines)].slice(0, maxFaults);
  return new AppError("bad-input", shown.join("\n"), { issues });
}

/** What Prisma keeps of an error of the database. */
const prismaError = z.object({
  meta: z.object({
    driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }),
  }),
});

function sqlStateOf(error: unknown): string {
  if (error instanceof DatabaseError) return error.code ?? "";
  return prismaError.safeParse(error).data?.meta.driverAdapterError.cause.originalCode ?? "";
}

/** Bytes that no text holds, a time or number that is none or out of range; every other error is our own fault. */
const unreadable: ReadonlySet<string> = new Set(["22021", "22P05", "22P02", "22003", "22007", "22008"]);

/**
 * What to throw in place of an error of a use case: a refusal when PostgreSQL cannot read a value that was given
 * (U+0000 in a text, a cursor that is no time), else the error itself.
 */
export function refusedValue(error: unknown): unknown {
  if (!unreadable.has(sqlStateOf(error))) return error;
  return new AppError(
    "bad-input",
    "This holds a value that the database cannot read, such as the character U+0000.",
  );
}
