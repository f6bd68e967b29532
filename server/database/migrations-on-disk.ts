import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One folder of `prisma/migrations`. */
export interface MigrationOnDisk {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 in hex, as in the column `checksum` of `_prisma_migrations`. */
  readonly checksum: string;
}

/** The migrations below a folder, in the order in which they are applied. */
export function readMigrations(folder: string): MigrationOnDisk[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "migration.sql")))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}
