import { existsSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, isStamped, stamp } from "./fingerprint.mjs";
import { runStep } from "./run-step.mjs";

/** Writes what is generated from sources: the node registry and the Prisma client. */
export async function generate(root) {
  const registry = join(root, "bin/generate-registry.mjs");
  if (existsSync(registry))
    await runStep("Generating the node registry", process.execPath, [registry], { cwd: root });
  await generateDatabaseClient(root);
}

async function generateDatabaseClient(root) {
  const stampFile = join(root, "prisma/generated/.stamp");
  const value = fingerprint(root, ["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"]);
  if (isStamped(stampFile, value)) return;
  await runStep(
    "Generating the database client",
    process.execPath,
    ["node_modules/prisma/build/index.js", "generate"],
    {
      cwd: root,
      env: {
        ...process.env,
        // Prisma would download its schema engine here and never use it; any existing file stops that.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    },
  );
  stamp(stampFile, value);
}
