#!/usr/bin/env node
import { resolve } from "node:path";
import { generate } from "./prepare/generate.mjs";

await generate(resolve(import.meta.dirname, ".."));
