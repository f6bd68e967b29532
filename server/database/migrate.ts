import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { type MigrationOnDisk, readMigrations } from "./migrations-on-disk";
import { withSchemaEngine } from "./schema-engine";

/** The database cannot be brought to this version; the message says what to do. */
export class MigrationFailure extends Error {
  override name = "MigrationFailure";
}

// Any constant of our own: two processes that start at the same time must not migrate at the same time.
const advisoryLock = 7_266_184_301;

interface RecordedMigration {
  migration_name: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
}

async function readRecorded(client: Client): Promise<RecordedMigration[]> {
  const table = await client.query<{ found: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`,
  );
  if (!table.rows[0]?.found) return [];
  const recorded = await client.query<RecordedMigration>(
    "SELECT migration_name, finished_at, rolled_back_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  return recorded.rows;
}

function refuseUnlessFits(recorded: readonly RecordedMigration[], onDisk: readonly MigrationOnDisk[]): void {
  const failed = recorded.find((row) => row.finished_at === null);
  if (failed) {
    throw new MigrationFailure(
      `The migration ${failed.migration_name} failed half-way in an earlier start. Restore the database from a backup, or repair it by hand and run "npx prisma migrate resolve"; then start again.`,
    );
  }
  const known = new Set(onDisk.map((migration) => migration.name));
  const unknown = recorded.find((row) => !known.has(row.migration_name));
  if (unknown) {
    throw new MigrationFailure(
      `The database was last used by a newer version of Millrace (it knows the migration ${unknown.migration_name}). Start that version or a newer one.`,
    );
  }
}

async function apply(
  connectionString: string,
  folder: string,
  onDisk: readonly MigrationOnDisk[],
): Promise<string[]> {
  const lockfile = join(folder, "migration_lock.toml");
  const input = {
    filters: { externalTables: [], externalEnums: [] },
    migrationsList: {
      baseDir: folder,
      lockfile: {
        path: "./migration_lock.toml",
        content: existsSync(lockfile) ? readFileSync(lockfile, "utf8") : null,
      },
      shadowDbInitScript: "",
      migrationDirectories: onDisk.map(({ name, sql }) => ({
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
      })),
    },
  };
  try {
    const output = await withSchemaEngine(connectionString, (engine) => engine.applyMigrations(input));
    return output.appliedMigrationNames;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationFailure(`A database migration failed: ${reason.trim()}`);
  }
}

/**
 * Applies the migrations that the database does not have yet, as `prisma migrate deploy` does, without a binary.
 * @param folder the path of `prisma/migrations`
 * @returns the names of those applied now
 * @throws MigrationFailure when an earlier one failed half-way, the database is of a newer version, or one fails now
 */
export async function migrateDatabase(connectionString: string, folder: string): Promise<string[]> {
  const onDisk = readMigrations(folder);
  const client = new Client({ connectionString, application_name: "millrace-migrate" });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLock]);
    const recorded = await readRecorded(client);
    refuseUnlessFits(recorded, onDisk);
    // The engine takes half a second to load; an ordinary start has nothing for it to do.
    const names = new Set(recorded.map((row) => row.migration_name));
    if (onDisk.every((migration) => names.has(migration.name))) return [];
    return await apply(connectionString, folder, onDisk);
  } finally {
    // Ending the session releases the lock.
    await client.end();
  }
}
