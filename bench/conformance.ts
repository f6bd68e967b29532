// Runs public suites against the product and prints what passed. CONTRIBUTING.md says how to call it.
import { runApicurio, runMatrix } from "@/flow/schema/testing/suites";
import { runIngestSuites } from "@/server/testing/ingest-suites";
import { runAvroSuite } from "./conformance/avro";
import { withInstallation } from "./stage/with-installation";

let isFailed = false;

function line(name: string, passed: number, total: number, needed: number, note = ""): void {
  if (passed < needed) isFailed = true;
  console.log(`${passed < needed ? "✗" : "✓"} ${name}: ${passed} of ${total}${note}`);
}

const matrix = runMatrix();
const right = matrix.filter(({ isRight }) => isRight).length;
line(
  "Matrix of everyday changes, four verdicts and the list of changes each",
  right,
  matrix.length,
  matrix.length,
);

const apicurio = runApicurio();
const differing = apicurio.filter(({ apicurio: theirs, ours }) => theirs !== ours);
line(
  "Apicurio's JSON Schema cases, strict verdict",
  apicurio.length - differing.length,
  apicurio.length,
  119,
  `; ${differing.length} differ:`,
);
for (const { id, apicurio: theirs, ours, why } of differing) {
  if (why === "") isFailed = true;
  console.log(`    ${id}: ${theirs}, we say ${ours}. ${why || "Not explained."}`);
}

const avro = runAvroSuite();
line("Apicurio's Avro cases", avro.passed, avro.total, avro.total);

for (const { name, passed, total, faults } of await withInstallation({}, ({ deps, actor }) =>
  runIngestSuites(deps, actor),
)) {
  line(name, passed, total, total);
  for (const fault of faults) console.log(`    ${fault}`);
}

process.exit(isFailed ? 1 : 0);
