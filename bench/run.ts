// Runs benches one after the other and prints a line each. CONTRIBUTING.md says how to call it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { backlog } from "./backlog";
import { deliver } from "./deliver";
import { editor } from "./editor";
import { fanout } from "./fanout";
import { ingest } from "./ingest";
import { ingestBatch } from "./ingest-batch";
import { latency } from "./latency";
import { live } from "./live";
import { pipeline } from "./pipeline";
import { postgresQueue } from "./postgres-queue";
import { replay } from "./replay";
import type { Bench, Figure } from "./stage/figure";
import { medianFigure, type Reported, writeReport } from "./stage/report";
import { root } from "./stage/services";
import { validate } from "./validate";
import { viewer } from "./viewer";

const benches: ReadonlyMap<string, Bench> = new Map([
  ["ingest", ingest],
  ["ingest-batch", ingestBatch],
  ["deliver", deliver],
  ["fanout", fanout],
  ["latency", latency],
  ["backlog", backlog],
  ["replay", replay],
  ["postgres-queue", postgresQueue],
  ["pipeline", pipeline],
  ["validate", validate],
  ["editor", editor],
  ["viewer", viewer],
  ["live", live],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
    times: { type: "string", default: "1" },
  },
});
const unknown = positionals.filter((name) => !benches.has(name));
const times = Number(values.times);
if (unknown.length > 0 || !Number.isInteger(times) || times < 1) {
  console.error(
    `Usage: npm run bench -- [${[...benches.keys()].join("|")}] [--times N] [--json] [--report] [--profile]`,
  );
  process.exit(2);
}

function say(name: string, bench: Bench, figure: Figure): void {
  if (values.json) {
    console.info(
      JSON.stringify({ name, work: bench.work, against: bench.against, reach: bench.reach, ...figure }),
    );
    return;
  }
  const against = figure.reference === undefined ? "" : ` against ${figure.reference}`;
  const ratio = figure.ratio === undefined ? "" : `, ratio ${figure.ratio.toFixed(2)}`;
  const mark = figure.isReached === undefined ? "·" : figure.isReached ? "✓" : "✗";
  const line = bench.reach === undefined ? "" : ` (to reach: ${bench.reach})`;
  console.info(
    `${mark} ${name}: ${figure.measured}${against}${ratio}${line}${figure.note ? ` — ${figure.note}` : ""}`,
  );
}

const profiles = join(root, ".profiles");
if (values.profile) rmSync(profiles, { recursive: true, force: true });
const flags = values.profile ? ["--cpu-prof", `--cpu-prof-dir=${profiles}`] : [];
const reported: Reported[] = [];
for (const [name, bench] of benches) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const figures: Figure[] = [];
  for (let round = 0; round < times; round += 1) figures.push(await bench.run({ flags }));
  say(name, bench, medianFigure(figures));
  reported.push({ name, bench, figures });
}
if (values.report) writeReport(reported);
if (values.profile)
  console.info("The CPU profiles are in .profiles; node bench/profile.mjs FILE sums one up.");
process.exit(0);
