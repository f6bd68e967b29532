// Does harm to an installation under load and looks from outside at what came of it. CONTRIBUTING.md says how to call it.
import { parseArgs } from "node:util";
import { matrix } from "./faults/matrix";
import { lineOf, runScenario } from "./faults/scenario";
import { startServices } from "./stage/services";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: "boolean", default: false },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(values.seed);
if (positionals.some((id) => !matrix.has(id)) || !Number.isInteger(seed)) {
  console.error(`Usage: npm run faults -- [${[...matrix.keys()].join("|")}] [--full] [--seed N]`);
  process.exit(2);
}

let isKept = true;
const services = await startServices();
try {
  for (const [id, scenario] of matrix) {
    if (positionals.length > 0 && !positionals.includes(id)) continue;
    const outcome = await runScenario(services, scenario, { seed, isFull: values.full });
    console.info(lineOf(id, scenario, outcome, seed));
    isKept &&= outcome.isKept;
  }
} finally {
  await services.close();
}
process.exit(isKept ? 0 : 1);
