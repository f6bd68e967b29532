import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { context as createContext, type OutputFile } from "esbuild";
import { bundleOptions } from "../prepare/build.mjs";
import type { AppProcess } from "./app-process";
import type { Kept } from "./keep-alive";
import type { StartContext } from "./run-stack";

function nameOf(file: OutputFile): string | undefined {
  return /([^/\\]+)\.mjs$/.exec(file.path)?.[1];
}

/** For development: bundles the processes again when their sources change, and restarts those that became different. */
export async function restartOnChange(
  context: StartContext,
  apps: Map<string, Kept<AppProcess>>,
): Promise<void> {
  const known = new Map<string, string>();
  const adopt = async (files: readonly OutputFile[]) => {
    for (const file of files) {
      const digest = createHash("sha256").update(file.contents).digest("hex");
      const before = known.get(file.path);
      known.set(file.path, digest);
      if (before === digest) continue;
      writeFileSync(file.path, file.contents);
      const kept = apps.get(nameOf(file) ?? "");
      if (before === undefined || !kept) continue;
      context.progress.say(`${kept.name} starts again with your change.`);
      await kept.restart();
    }
  };
  const watching = await createContext({
    ...bundleOptions(context.root, [...apps.keys()]),
    write: false,
    plugins: [
      {
        name: "restart",
        setup(build) {
          build.onEnd(async ({ errors, outputFiles }) => {
            for (const error of errors) {
              context.progress.say(
                `${error.location?.file ?? "build"}:${error.location?.line ?? 0} ${error.text}`,
              );
            }
            try {
              if (errors.length === 0) await adopt(outputFiles ?? []);
            } catch (error) {
              context.progress.say(error instanceof Error ? error.message : String(error));
            }
          });
        },
      },
    ],
  });
  await watching.watch();
  context.stop.addEventListener("abort", () => void watching.dispose(), { once: true });
}
