#!/usr/bin/env node
// Everything that `npm start` would generate and build, for an image that starts at once.
import { fileURLToPath } from "node:url";
import { buildPages, buildProcesses } from "./prepare/build.mjs";
import { generate } from "./prepare/generate.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
await generate(root);
await buildProcesses(root);
await buildPages(root);
