import * as z from "zod";
import { compareSchemas } from "../compare-schemas";
import apicurioData from "../fixtures/apicurio-json-schema.json";
import matrixData from "../fixtures/compat-matrix.json";
import { readJsonSchema } from "../read-json-schema";
import { whyApicurioDiffers } from "./apicurio-differences";

const read = (schema: unknown) => readJsonSchema(JSON.stringify(schema));

const matrixSchema = z.object({
  tests: z.array(
    z.object({
      content_model: z.string(),
      change: z.string(),
      original: z.unknown(),
      update: z.unknown(),
      changes: z.array(z.string()),
      backward_strict: z.boolean(),
      backward_lenient: z.boolean(),
      forward_strict: z.boolean(),
      forward_lenient: z.boolean(),
    }),
  ),
});

/** One row of the matrix with what we say. */
export interface MatrixRow {
  readonly name: string;
  readonly isRight: boolean;
}

/** Runs the matrix of everyday changes: four verdicts and the exact list of changes of each. */
export function runMatrix(): MatrixRow[] {
  return matrixSchema.parse(matrixData).tests.map((test) => {
    const [original, update] = [read(test.original), read(test.update)];
    const strict = compareSchemas(original, update, "STRICT");
    const verdicts = [
      strict.isCompatible,
      compareSchemas(original, update, "LENIENT").isCompatible,
      compareSchemas(update, original, "STRICT").isCompatible,
      compareSchemas(update, original, "LENIENT").isCompatible,
    ];
    const expected = [test.backward_strict, test.backward_lenient, test.forward_strict, test.forward_lenient];
    const changes = strict.changes.map(({ type, pointer }) => `${type} ${pointer}`).sort();
    const isRight = verdicts.join() === expected.join() && changes.join() === [...test.changes].sort().join();
    return { name: `${test.content_model}: ${test.change}`, isRight };
  });
}

const apicurioSchema = z.object({
  tests: z.array(
    z.object({
      id: z.string(),
      compatibility: z.enum(["both", "backward", "none"]),
      original: z.unknown(),
      updated: z.unknown(),
    }),
  ),
});

/** A case of Apicurio's suite, its verdict, ours, and why they differ. */
export interface ApicurioCase {
  readonly id: string;
  readonly apicurio: string;
  readonly ours: string;
  /** Absent where both agree; empty where nobody has explained it. */
  readonly why?: string;
}

/** Runs Apicurio's cases under the strict rules. */
export function runApicurio(): ApicurioCase[] {
  return apicurioSchema.parse(apicurioData).tests.map(({ id, compatibility, original, updated }) => {
    const [before, after] = [read(original), read(updated)];
    const isBackward = compareSchemas(before, after, "STRICT").isCompatible;
    const isForward = compareSchemas(after, before, "STRICT").isCompatible;
    const ours = !isBackward ? "none" : isForward ? "both" : "backward";
    const found = { id, apicurio: compatibility, ours };
    return ours === compatibility ? found : { ...found, why: whyApicurioDiffers[id] ?? "" };
  });
}
