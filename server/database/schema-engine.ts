import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, DriverAdapterError } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import { DatabaseError, Pool } from "pg";

type Engine = engineModule.SchemaEngine;

let isLoaded = false;

/** The package expects a bundler that turns `import x from "*.wasm"` into an instance; Node 20 does not, so we do it by hand. */
function load(): void {
  if (isLoaded) return;
  const require = createRequire(import.meta.url);
  const file = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm");
  const imports = { "./schema_engine_bg.js": { ...engineModule } };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), imports);
  const start = exports.__wbindgen_start;
  if (typeof start !== "function") {
    throw new Error("@prisma/schema-engine-wasm does not export what this version of Millrace expects.");
  }
  engineModule.__wbg_set_wasm(exports);
  start();
  isLoaded = true;
}

/**
 * The adapter cuts a script at every semicolon, also inside a function's body or a text. Sent whole, PostgreSQL
 * reads it itself, and runs it as one transaction: a migration is there entirely or not at all.
 */
class WholeScripts extends PrismaPg {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    super(pool);
    this.#pool = pool;
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      try {
        await this.#pool.query(script);
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        throw new DriverAdapterError({
          kind: "postgres",
          code: error.code ?? "XX000",
          severity: error.severity ?? "ERROR",
          message: error.message,
          detail: error.detail,
          column: error.column,
          hint: error.hint,
        });
      }
    };
    return adapter;
  }
}

/**
 * Lends Prisma's own migration engine, as WebAssembly and connected to a database, to `work`.
 * The engine does not close what it opened, hence the pool of our own.
 */
export async function withSchemaEngine<Result>(
  connectionString: string,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  load();
  const pool = new Pool({ connectionString, max: 2, application_name: "millrace-migrate" });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
    const engine = await engineModule.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}
