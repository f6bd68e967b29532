import { callTRPCProcedure } from "@trpc/server";
import { beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../app-error";
import { roles } from "../auth/can";
import type { Person } from "../auth/person";
import { makeWorkspace, type TestWorkspace } from "../testing/people";
import { procedureRoles } from "../testing/procedure-roles";
import { procedures } from "../testing/procedures";
import { useTestDatabase } from "../testing/test-database";
import { createApiContext } from "./context";
import { appRouter } from "./root";

const database = useTestDatabase();
let workspace: TestWorkspace;
const people = new Map<string, Person>();

beforeAll(async () => {
  workspace = await makeWorkspace(database.deps);
  for (const role of roles) people.set(role, await workspace.person(role));
  people.set("outsider", await (await makeWorkspace(database.deps, "Other")).person("owner", "outsider"));
});

/** Calls with nothing but the workspace: who is let in gets as far as the missing input, or through. */
async function codeOf(path: string, type: "query" | "mutation" | "subscription", person: Person | undefined) {
  const signal = AbortSignal.abort();
  try {
    const result: unknown = await callTRPCProcedure({
      router: appRouter,
      path,
      type,
      getRawInput: async () => ({ workspace: workspace.slug }),
      ctx: { ...createApiContext(database.deps, new Headers()), person: async () => person },
      signal,
      batchIndex: 0,
    });
    if (type === "subscription") await firstOf(result);
    return "let in";
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof AppError) return cause.code;
    throw error;
  }
}

async function firstOf(stream: unknown): Promise<void> {
  if (stream === null || typeof stream !== "object" || !(Symbol.asyncIterator in stream)) return;
  const open = stream[Symbol.asyncIterator];
  if (typeof open === "function") await open.call(stream).next();
}

const ranks: readonly string[] = roles;
const refusals: string[] = ["not-signed-in", "not-allowed"];

describe.each(procedures)("%s", (path, { _def: { type } }) => {
  const row = procedureRoles[path];

  it("turns away who is not signed in", async () => {
    const code = await codeOf(path, type, undefined);
    if (row === "anybody") expect(refusals).not.toContain(code);
    else expect(code).toBe("not-signed-in");
  });

  if (row !== "anybody" && row !== "person") {
    it("does not exist for the owner of another workspace", async () => {
      expect(await codeOf(path, type, people.get("outsider"))).toBe("not-found");
    });
  }

  it.each(roles)("answers a %s as the table says", async (role) => {
    const code = await codeOf(path, type, people.get(role));
    if (ranks.indexOf(role) >= ranks.indexOf(row ?? "")) expect(refusals).not.toContain(code);
    else expect(code).toBe("not-allowed");
  });
});
