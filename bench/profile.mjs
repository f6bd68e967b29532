#!/usr/bin/env node
// Where the time of a CPU profile went, by function itself: node bench/profile.mjs FILE
import { readFileSync } from "node:fs";

const [file] = process.argv.slice(2);
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, "utf8"));
const byId = new Map(nodes.map((node) => [node.id, node]));
const times = new Map();
samples.forEach((id, index) => {
  const { functionName, url, lineNumber } = byId.get(id).callFrame;
  const place = url.split("/").slice(-2).join("/");
  const name = `${functionName || "(anonymous)"} ${place}:${lineNumber + 1}`;
  times.set(name, (times.get(name) ?? 0) + timeDeltas[index]);
});
const total = timeDeltas.reduce((sum, delta) => sum + delta, 0);
for (const [name, micros] of [...times].sort((a, b) => b[1] - a[1]).slice(0, 45))
  console.info(`${((100 * micros) / total).toFixed(1).padStart(5)} %  ${name}`);
