import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { useTestDatabase } from "@/server/testing/test-database";
import { MigrationFailure, migrateDatabase } from "./migrate";

const database = useTestDatabase();
const shipped = join(import.meta.dirname, "../../prisma/migrations");

function folderWith(migrations: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(inject("testFolder"), "m-"));
  for (const [name, sql] of Object.entries(migrations)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "migration.sql"), sql);
  }
  return folder;
}

describe("migrateDatabase", () => {
  it("finds nothing to do in a database that has all migrations", async () => {
    expect(await migrateDatabase(database.url, shipped)).toEqual([]);
  });

  it("keeps Prisma's own table of applied migrations", async () => {
    const { rows } = await database.deps.pool.query(
      "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1",
    );
    expect(rows[0]).toEqual({ migration_name: "0001_init" });
  });

  it("refuses a database of a newer version", async () => {
    const older = folderWith({ "0000_other": "SELECT 1;" });
    await expect(migrateDatabase(database.url, older)).rejects.toThrow(/newer version of Millrace/);
  });
});

describe("a migration with a function", () => {
  const own = useTestDatabase();

  it("is sent whole, semicolons in bodies included", async () => {
    await own.deps.pool.query("DELETE FROM _prisma_migrations");
    const folder = folderWith({
      "0001_function":
        "CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END; $$; CREATE TABLE t (id int);",
    });
    expect(await migrateDatabase(own.url, folder)).toEqual(["0001_function"]);
    const { rows } = await own.deps.pool.query("SELECT two() AS two");
    expect(rows).toEqual([{ two: 2 }]);
  });
});

describe("a migration that fails", () => {
  const own = useTestDatabase();

  it("says so, and is refused clearly at the next start", async () => {
    await own.deps.pool.query("DELETE FROM _prisma_migrations");
    const broken = folderWith({ "0001_broken": "CREATE TABLE half (id int); SELECT * FROM nowhere;" });
    await expect(migrateDatabase(own.url, broken)).rejects.toThrow(/nowhere/);
    const again = migrateDatabase(own.url, broken);
    await expect(again).rejects.toBeInstanceOf(MigrationFailure);
    await expect(again).rejects.toThrow(/0001_broken failed half-way/);
  });
});
