import * as z from "zod";
import { schemaFormats } from "@/flow/schema/failure";
import type { Deps } from "../deps";
import type { Validator } from "./json-validator";
import { readSchema } from "./read-schema";
import { referencesSchema } from "./schema-names";
import { validatorOf } from "./validator";

/** Compiled schemas in one process; a text never changes, so they never go stale. */
const maxCached = 300;

const textRow = z.object({ format: z.enum(schemaFormats), text: z.string(), refs: referencesSchema });

// Next bundles its own copy of this module; both copies share what they compiled.
const shared = globalThis as typeof globalThis & {
  millraceValidators?: WeakMap<Deps["pool"], Map<number, Promise<Validator>>>;
};

async function load(deps: Pick<Deps, "db">, workspaceId: string, schemaId: number): Promise<Validator> {
  const row = await deps.db.schemaText.findFirst({ where: { id: schemaId, workspaceId } });
  const { format, text, refs } = textRow.parse(row);
  return validatorOf(await readSchema(deps.db, workspaceId, { format, text, references: refs }));
}

/** The compiled schema with this id, from the cache while it is there. */
export function cachedValidator(
  deps: Pick<Deps, "db" | "pool">,
  workspaceId: string,
  schemaId: number,
): Promise<Validator> {
  shared.millraceValidators ??= new WeakMap();
  const validators = shared.millraceValidators.get(deps.pool) ?? new Map<number, Promise<Validator>>();
  shared.millraceValidators.set(deps.pool, validators);
  const known = validators.get(schemaId);
  if (known !== undefined) {
    // The last used stays longest.
    validators.delete(schemaId);
    validators.set(schemaId, known);
    return known;
  }
  const loading = load(deps, workspaceId, schemaId);
  validators.set(schemaId, loading);
  loading.catch(() => validators.delete(schemaId));
  const [oldest] = validators.keys();
  if (validators.size > maxCached && oldest !== undefined) validators.delete(oldest);
  return loading;
}
