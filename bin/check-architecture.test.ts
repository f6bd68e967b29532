import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

type Case = readonly [from: string, to: string, rule: string];
type Allowed = readonly [from: string, to: string];

const forbidden: readonly Case[] = [
  ["flow/a.ts", "node:fs", "flow-is-pure"],
  ["flow/a.ts", "server/b.ts", "flow-is-pure"],
  ["flow/a.ts", "react", "flow-is-pure"],
  ["nodes/steps/one/execute.ts", "nodes/steps/two/definition.ts", "node-stands-alone"],
  ["nodes/steps/one/execute.ts", "undici", "node-stands-alone"],
  ["nodes/producers/one/definition.ts", "nodes/registry/definitions.gen.ts", "node-stands-alone"],
  ["nodes/steps/one/panel.tsx", "app/_editor/b.ts", "panel-stands-alone"],
  ["nodes/steps/one/panel.tsx", "server/b.ts", "panel-stands-alone"],
  ["workers/a.ts", "nodes/steps/one/execute.ts", "node-types-through-registry"],
  ["server/a.ts", "app/b.ts", "server-below-all"],
  ["server/a.ts", "workers/b.ts", "server-below-all"],
  ["server/a.ts", "nodes/registry/executors.gen.ts", "server-below-all"],
  ["server/flows/a.ts", "bullmq", "bullmq-in-one-place"],
  ["workers/a.ts", "react", "workers-without-pages"],
  ["workers/a.ts", "app/b.ts", "workers-without-pages"],
  ["app/_canvas/a.ts", "server/b.ts", "browser-sees-types-only"],
  ["app/_editor/a.ts", "prisma/b.ts", "browser-without-databases"],
  ["app/_live/a.ts", "nodes/registry/executors.gen.ts", "browser-without-databases"],
  ["app/w/a.ts", "workers/b.ts", "pages-without-workers"],
  ["app/_editor/a.ts", "@xyflow/react", "react-flow-in-one-place"],
];

const allowed: readonly Allowed[] = [
  ["flow/a.ts", "zod"],
  ["flow/a.test.ts", "node:fs"],
  ["nodes/steps/one/execute.ts", "flow/b.ts"],
  ["nodes/steps/one/panel.tsx", "app/_ui/b.ts"],
  ["server/queue/a.ts", "bullmq"],
  ["server/a.ts", "nodes/registry/definitions.gen.ts"],
  ["workers/a.ts", "nodes/registry/executors.gen.ts"],
  ["app/_canvas/a.ts", "@xyflow/react"],
  ["app/w/a.ts", "server/b.ts"],
  ["app/_editor/types-of-server.ts", "server/b.ts"],
];

let planted = "";
let output = "";

function write(path: string, content: string): void {
  mkdirSync(dirname(join(planted, path)), { recursive: true });
  writeFileSync(join(planted, path), content);
}

function plant(from: string, targets: readonly string[]): void {
  const keyword = from.includes("types-of") ? "import type" : "import";
  const lines = targets.map((to, index) => {
    const specifier = to.includes(".ts") ? `@/${to.replace(/\.tsx?$/, "")}` : to;
    return `${keyword} { it as it${index} } from "${specifier}";\nexport type It${index} = typeof it${index};\n`;
  });
  write(from, lines.join(""));
}

beforeAll(() => {
  planted = mkdtempSync(join(tmpdir(), "millrace-architecture-"));
  write("tsconfig.json", JSON.stringify({ compilerOptions: { paths: { "@/*": ["./*"] } } }));
  const imports = new Map<string, string[]>();
  for (const [from, to] of [...forbidden, ...allowed]) {
    imports.set(from, [...(imports.get(from) ?? []), to]);
    if (to.includes(".ts")) write(to, "export const it = 1;\n");
    else if (!to.startsWith("node:")) {
      write(`node_modules/${to}/package.json`, JSON.stringify({ name: to, main: "index.js" }));
      write(`node_modules/${to}/index.js`, "export const it = 1;\n");
    }
  }
  for (const [from, targets] of imports) plant(from, targets);
  write("server/unresolvable.ts", 'export { b } from "./nowhere";\n');
  write("server/cycle-one.ts", 'import { b } from "./cycle-two";\nexport const a = () => b;\n');
  write("server/cycle-two.ts", 'import { a } from "./cycle-one";\nexport const b = () => a;\n');
  const command = join(import.meta.dirname, "check-architecture.mjs");
  output = spawnSync(process.execPath, [command], { cwd: planted, encoding: "utf8" }).stdout;
  // A process that loads TypeScript needs a second of a processor, and other tests want it at the same time.
}, 60_000);

afterAll(() => rmSync(planted, { recursive: true, force: true }));

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function rulesBrokenBy(from: string, to: string): string[] {
  const target = to.includes(".ts") ? to : to.replace("node:", "");
  const line = new RegExp(
    `^([a-z-]+): ${escapeForRegExp(from)} imports \\S*${escapeForRegExp(target)}`,
    "gm",
  );
  return [...output.matchAll(line)].map(([, rule = ""]) => rule);
}

it("finds the modules, and refuses to call so few a success", () => {
  expect(output).toMatch(/^[2-9]\d modules, /m);
  expect(output).toContain("the rules were not checked");
});

describe("an import that the rules forbid is found", () => {
  it.each(forbidden)("%s imports %s: %s", (from, to, rule) => {
    expect(rulesBrokenBy(from, to)).toContain(rule);
  });

  it("server/unresolvable.ts imports what does not exist", () => {
    expect(rulesBrokenBy("server/unresolvable.ts", "nowhere")).toEqual(["resolvable"]);
  });

  it("two modules import each other", () => {
    expect(rulesBrokenBy("server/cycle-one.ts", "server/cycle-two.ts")).toEqual(["no-cycle"]);
  });
});

describe("an import that the rules allow is let through", () => {
  it.each(allowed)("%s imports %s", (from, to) => {
    expect(rulesBrokenBy(from, to)).toEqual([]);
  });
});
