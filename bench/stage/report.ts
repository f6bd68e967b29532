import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { placePostgresBinaries } from "@/bin/supervisor/postgres-binaries";
import { findRedis } from "@/bin/supervisor/redis";
import type { Bench, Figure } from "./figure";
import { root } from "./services";

/** Of the last minute, before anything of ours ran. */
const loadBefore = loadavg()[0] ?? 0;

/** A bench with what it came to, in one run or several. */
export interface Reported {
  readonly name: string;
  readonly bench: Bench;
  readonly figures: readonly Figure[];
}

/** The figure in the middle of several runs, by ratio. */
export function medianFigure(figures: readonly Figure[]): Figure {
  const sorted = figures.toSorted((a, b) => (a.ratio ?? 0) - (b.ratio ?? 0));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error("Nothing was measured.");
  return middle;
}

function firstMatch(command: string, pattern: RegExp): string {
  return pattern.exec(execFileSync(command, ["--version"], { encoding: "utf8" }))?.[1] ?? "unknown";
}

function versions(): string {
  const bullmq = z
    .object({ version: z.string() })
    .parse(createRequire(import.meta.url)("bullmq/package.json"));
  const postgres = join(placePostgresBinaries(root, root, undefined), "bin/postgres");
  const redis = findRedis();
  return [
    `${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${firstMatch(postgres, /PostgreSQL\)? ([\d.]+)/)} with fsync and synchronous_commit on`,
    `Redis ${redis ? firstMatch(redis, /v=([\d.]+)/) : "none"} with an append-only file`,
    `BullMQ ${bullmq.version}`,
  ].join(", ");
}

/** Whether the machine had other things to do: then every rate is too low, and ratios differ from run to run. */
function disturbance(): string[] {
  const load = loadBefore / cpus().length;
  if (load < 0.5) return [];
  return [
    "",
    `**Other work ran on the machine at the same time** (load average ${loadBefore.toFixed(1)} before the start, on ${cpus().length} cores), so that`,
    "rates are far too low, ratios uncertain and processor times too high, up to twice. Measure again on a quiet machine.",
  ];
}

function verdict({ reach, inTheWay }: Bench, { isReached }: Figure): string {
  if (reach === undefined) return "reported";
  if (isReached) return `${reach}: reached`;
  return `${reach}: **not reached**${inTheWay === undefined ? "" : `. In the way: ${inTheWay}`}`;
}

/** All of it at a glance. */
function overview(reported: readonly Reported[]): string {
  const rows = reported.map(({ name, bench, figures }) => {
    const { measured, reference = "", ratio, isReached } = medianFigure(figures);
    const mark = isReached === undefined ? "" : isReached ? "reached" : "**not reached**";
    const cells = [name, measured, reference, ratio?.toFixed(2) ?? "", bench.reach ?? "", mark];
    return `| ${cells.join(" | ")} |`;
  });
  return ["| | Measured | Reference | Ratio | Line | |", "|---|---|---|---|---|---|", ...rows].join("\n");
}

function section({ name, bench, figures }: Reported): string {
  const figure = medianFigure(figures);
  const ratios = figures.map(({ ratio }) => ratio?.toFixed(2) ?? "–").join(", ");
  const lines = [
    `## ${name}`,
    "",
    `${bench.work}. Against ${bench.against}.`,
    "",
    `- Measured: ${figure.measured}`,
    ...(figure.reference === undefined ? [] : [`- Reference: ${figure.reference}`]),
    ...(figure.ratio === undefined
      ? []
      : [`- Ratio: ${figure.ratio.toFixed(2)}${figures.length > 1 ? ` (median of ${ratios})` : ""}`]),
    `- Line: ${verdict(bench, figure)}`,
    ...(figure.note === undefined ? [] : [`- ${figure.note}`]),
  ];
  return lines.join("\n");
}

/** Writes `docs/performance.md` from what was measured. */
export function writeReport(reported: readonly Reported[]): void {
  const head = [
    "# Performance",
    "",
    "Written by `npm run bench -- --report`; do not edit. Everything runs on one machine: load, reference, database, queue and",
    "Millrace share its cores. A ratio compares two rates of the same run. Why it is as fast as it is, and what was tried:",
    "[ADR 0015](adr/0015-what-makes-it-fast.md).",
    "",
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${versions()}.`,
    ...disturbance(),
  ].join("\n");
  const text = [head, overview(reported), ...reported.map(section)].join("\n\n");
  writeFileSync(join(root, "docs/performance.md"), `${text}\n`);
}
