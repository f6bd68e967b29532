#!/usr/bin/env node
// Holds the imports of the repository in the working directory against .dependency-cruiser.cjs of this one.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";

const folders = ["app", "bench", "bin", "e2e", "flow", "nodes", "server", "workers"];
const fewest = 100;

const root = process.cwd();
const rules = createRequire(import.meta.url)("../.dependency-cruiser.cjs");
const tsConfigFile = join(root, "tsconfig.json");
const { output } = await cruise(
  folders.filter((folder) => existsSync(join(root, folder))),
  {
    ...rules.options,
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
    tsConfig: { fileName: tsConfigFile },
  },
  undefined,
  { tsConfig: extractTsConfig(tsConfigFile) },
);

const { totalCruised, violations } = output.summary;
for (const { rule, from, to } of violations) console.info(`${rule.name}: ${from} imports ${to}`);
// With a TypeScript that it cannot read, dependency-cruiser finds nothing and calls that success.
if (totalCruised < fewest)
  console.info(`Fewer than ${fewest} modules were found: the rules were not checked.`);
console.info(`${totalCruised} modules, ${violations.length} violations`);
process.exitCode = violations.length === 0 && totalCruised >= fewest ? 0 : 1;
