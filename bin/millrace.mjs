#!/usr/bin/env node
// The command line in a clone: `npx millrace`. Only `node:` imports, for it may run before anything is installed.
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildProcesses } from "./prepare/build.mjs";
import { generate } from "./prepare/generate.mjs";
import { isInstalled } from "./prepare/install.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

if (!isInstalled(root)) {
  console.error("The packages of Millrace are not installed yet. Run `npm start` once, or `npm install`.");
  process.exit(1);
}
await generate(root);
await buildProcesses(root);
const { run } = await import(pathToFileURL(join(root, "dist/millrace.mjs")).href);
process.exitCode = await run(process.argv.slice(2), {
  root,
  env: process.env,
  out: (text) => process.stdout.write(text),
  say: (text) => process.stderr.write(text),
});
