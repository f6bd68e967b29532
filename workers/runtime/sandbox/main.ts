import { createInterface } from "node:readline";
import { makeGuest, runIn } from "./guest";
import type { RunRequest } from "./messages";

// A runner: a process without environment, files or connections that runs code of flows, one piece at a time. It reads
// one request per line, answers with one line, and ends with its input.

// The answer is the only thing that may leave by standard output.
console.log = () => undefined;
// Ctrl-C in a terminal reaches everybody in it; whoever started us decides when we end.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.stdout.on("error", () => process.exit(0));

// The next guest is made while nobody waits.
let next = makeGuest();
await next;
process.stdout.write("ready\n");

for await (const line of createInterface({ input: process.stdin, terminal: false })) {
  const guest = await next;
  // Written by our own parent.
  const reply = runIn(guest, JSON.parse(line) as RunRequest);
  process.stdout.write(`${JSON.stringify(reply)}\n`);
  next = makeGuest();
}
process.exit(0);
