import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedAppend } from "@/server/log/shared-append";
import { createRestApp } from "@/server/rest/rest-app";
import { serveWeb } from "@/server/testing/serve-web";
import { useTestDatabase } from "@/server/testing/test-database";
import { makeWorkspace } from "@/server/testing/write-events";
import { run } from "./run";

const database = useTestDatabase();
const root = join(import.meta.dirname, "../..");
const file = join(root, "templates/first-event/flow.yaml");
let served: Awaited<ReturnType<typeof serveWeb>>;
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "millrace-cli-"));
  const rest = createRestApp(() => database.deps);
  served = await serveWeb((request) => rest.fetch(request));
  await makeWorkspace(database.deps, "cli");
  const { MILLRACE_SECRET } = database.deps.env;
  env = { NODE_ENV: "test", MILLRACE_URL: served.url, DATABASE_URL: database.url, MILLRACE_SECRET };
  const { out } = await millrace("keys", "create", "--role", "editor", "--expires-in-days", "1");
  env = { ...env, MILLRACE_API_KEY: out.trim() };
});
afterAll(async () => {
  await served.close();
  await sharedAppend(database.deps).idle();
  rmSync(folder, { recursive: true });
});

async function millrace(...args: string[]) {
  let out = "";
  let said = "";
  const code = await run(args, {
    root,
    env,
    out: (text) => {
      out += text;
    },
    say: (text) => {
      said += text;
    },
  });
  return { code, out, said };
}

it("tells its version", async () => {
  expect(await millrace("--version")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

describe("keys", () => {
  it("are printed alone, so that a script can take them", async () => {
    const made = await millrace("keys", "create", "--name", "ci", "--role", "viewer");
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^mr_\S+\n$/) });
    expect(made.said).toContain("of the workspace cli");
    const stored = await database.deps.db.apiKey.findFirstOrThrow({ where: { name: "ci" } });
    expect(stored).toMatchObject({ role: "viewer", expiresAt: null });
    expect(stored.createdBy).toBe("command line");
  });

  it("ask which workspace, and refuse what does not fit", async () => {
    expect(await millrace("keys", "create", "--workspace", "nope")).toMatchObject({
      code: 1,
      said: expect.stringContaining("Choose one of: cli"),
    });
    expect((await millrace("keys", "create", "--role", "owner")).code).toBe(1);
  });
});

describe("flows", () => {
  it("are applied, deployed, listed and exported", async () => {
    expect(await millrace("flows", "apply", file, "--deploy")).toMatchObject({
      code: 0,
      out: `user-signed-up: created from ${file}.\nuser-signed-up: revision 1 is live.\n`,
    });
    expect((await millrace("flows", "apply", file)).out).toBe("user-signed-up: unchanged.\n");
    expect((await millrace("flows", "deploy", "user-signed-up")).out).toContain("up to date, revision 1");
    expect((await millrace("flows", "list")).out).toMatch(/user-signed-up +live +1 +0 +User signed up/);
    const target = join(folder, "flow.yaml");
    expect((await millrace("flows", "export", "user-signed-up", "-o", target)).code).toBe(0);
    expect((await millrace("flows", "apply", target)).out).toBe("user-signed-up: unchanged.\n");
    expect(readFileSync(target, "utf8")).toBe((await millrace("flows", "export", "user-signed-up")).out);
  });

  it("say what is wrong with a file before they send it", async () => {
    const wrong = join(folder, "wrong.yaml");
    writeFileSync(wrong, "millrace: 1\nname: X\nnonsense: 1\n");
    expect(await millrace("flows", "apply", wrong)).toMatchObject({
      code: 1,
      said: expect.stringContaining("nonsense"),
    });
    expect((await millrace("flows", "apply", join(folder, "missing.yaml"))).said).toContain("cannot be read");
  });
});

describe("events", () => {
  it("are sent and followed", async () => {
    const data = '{"name":"Ana","email":"ana@example.com"}';
    const send = (...more: string[]) =>
      millrace("send", "user.signed-up", "-d", data, "--id", "é 1", ...more);
    expect((await send("--key", "k 1")).out).toBe("user.signed-up 1 é 1\n");
    expect((await send("--key", "k 1")).out).toContain("(received before)");
    const through = await millrace(
      "send",
      "user-signed-up/signupform",
      "--through",
      "--test",
      "-f",
      join(root, "package.json"),
    );
    expect(through.out).toMatch(/^user\.signed-up 2 /);
    const tail = await millrace("events", "tail", "user.signed-up", "--no-follow", "--json");
    const lines = tail.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { offset: 1, event: { id: "é 1", partitionkey: "k 1", data: { name: "Ana" } } },
      { isTest: true },
    ]);
    expect((await millrace("events", "tail", "user.signed-up", "--no-follow", "--after", "1")).out).toMatch(
      / 2 user\.signed-up .* test /,
    );
  });
});

describe("refusals", () => {
  it("are one sentence and exit code 1", async () => {
    expect(await millrace("send", "no.such", "-d", "1")).toMatchObject({
      code: 1,
      said: "There is no topic `no.such` here.\n",
    });
    expect(await millrace("health")).toMatchObject({
      code: 1,
      said: expect.stringContaining("No workers process"),
    });
    expect(await millrace("--url", "http://127.0.0.1:1", "flows", "list")).toMatchObject({
      code: 1,
      said: expect.stringContaining("Nobody answers at http://127.0.0.1:1"),
    });
    for (const args of [
      ["send", "no.such", "-f", "/no/such/file"],
      ["flows", "export", "user-signed-up", "-o", "/no/such/folder/file"],
    ]) {
      expect(await millrace(...args)).toMatchObject({ code: 1, said: expect.stringContaining("cannot be ") });
    }
    expect((await millrace("flows", "export", "user-signed-up", "--revision", "x")).said).toBe(
      "revision: Invalid input: expected number, received NaN\n",
    );
    const other = await serveWeb(
      async () => new Response("<html>", { headers: { "content-type": "text/html" } }),
    );
    expect((await millrace("--url", other.url, "flows", "list")).said).toContain(
      "Is that address a Millrace?",
    );
    await other.close();
    expect((await millrace("--api-key", "wrong", "flows", "list")).said).toContain("Send an API key");
    expect((await millrace("nonsense")).said).toContain("unknown command");
    expect(await millrace("--help")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Usage: millrace"),
    });
  });
});
