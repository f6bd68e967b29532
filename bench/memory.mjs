#!/usr/bin/env node
// Memory of a running installation: the PSS (each page counted once, shared ones by share) of the start command and everything below
// it, PostgreSQL and Redis included. Linux only. Usage: node bench/memory.mjs [data folder]
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const dataDir = process.argv[2] ?? ".millrace";
const { pid: root } = JSON.parse(readFileSync(join(dataDir, "lock"), "utf8"));

/** Every process with its parent. */
function processes() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return [{ pid: Number(name), parent: Number(parent) }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

function treeOf(pid, all) {
  return [pid, ...all.filter(({ parent }) => parent === pid).flatMap((child) => treeOf(child.pid, all))];
}

function nameOf(pid) {
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  if (command.includes("dist/web.mjs")) return "web";
  if (command.includes("dist/workers.mjs")) return "workers";
  if (command.includes("start.mjs")) return "supervisor";
  if (command.startsWith("postgres:") || command.includes("/bin/postgres ")) return "PostgreSQL";
  if (/^(redis|valkey)-server/.test(command)) return "Redis";
  return command.slice(0, 60);
}

const sums = new Map();
for (const pid of treeOf(root, processes())) {
  const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
  const name = nameOf(pid);
  sums.set(name, (sums.get(name) ?? 0) + Number(pss?.[1] ?? 0));
}
for (const [name, kilobytes] of sums)
  console.info(`${(kilobytes / 1024).toFixed(0).padStart(5)} MB  ${name}`);
const total = [...sums.values()].reduce((sum, kilobytes) => sum + kilobytes, 0);
console.info(`${(total / 1024).toFixed(0).padStart(5)} MB  together`);
