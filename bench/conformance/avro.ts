import * as z from "zod";
import avroData from "@/flow/schema/fixtures/apicurio-avro.json";
import { compareAvro, readAvro } from "@/server/schemas/avro-schema";

const suiteSchema = z.object({
  tests: z.array(
    z.object({
      id: z.string(),
      compatibility: z.enum(["both", "backward", "none"]),
      original: z.unknown(),
      updated: z.unknown(),
    }),
  ),
});

/** Runs Apicurio's Avro cases. */
export function runAvroSuite(): { passed: number; total: number } {
  const { tests } = suiteSchema.parse(avroData);
  const passed = tests.filter(({ compatibility, original, updated }) => {
    const [before, after] = [readAvro(JSON.stringify(original), []), readAvro(JSON.stringify(updated), [])];
    const isBackward = compareAvro(before, after).isCompatible;
    const isForward = compareAvro(after, before).isCompatible;
    return compatibility === (!isBackward ? "none" : isForward ? "both" : "backward");
  });
  return { passed: passed.length, total: tests.length };
}
