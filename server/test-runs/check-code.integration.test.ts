import { expect, it } from "vitest";
import { useTestDatabase } from "../testing/test-database";
import { makeWorkspace } from "../testing/write-events";
import { checkCode } from "./check-code";

const database = useTestDatabase();

it("says where code cannot be read, and never runs it", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "code");
  const check = async (code: string) => (await checkCode(deps, actor, { code })).problem;
  expect(await check("const all = await steps.lookup;\nreturn { total: event.data.total };")).toBeNull();
  expect(await check("process.exit(1)")).toBeNull();
  expect(await check("\nretrun event.data;")).toEqual({ line: 2, message: "Unexpected identifier 'event'" });
  expect(await check("return {\n  a: 1,")).toMatchObject({ line: 3 });
  expect(await check("(".repeat(40_000))).toMatchObject({ line: 1 });
});
