import { spawn } from "node:child_process";
import { StartFailure } from "./start-failure.mjs";

const running = new Set();

/** Ends the commands that are still running, for a stop in the middle of an install or a build. */
export function stopSteps() {
  for (const child of running) process.kill(-child.pid, "SIGTERM");
}

/**
 * Runs a command to its end and keeps its output for the case that it fails.
 * @throws StartFailure with the last lines of the output
 */
export function runStep(what, command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => {
      running.delete(child);
      reject(new StartFailure(`${what} could not start: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      if (code === 0) return resolve(output);
      const tail = output.trimEnd().split("\n").slice(-25).join("\n");
      if (/ENOSPC|no space left/i.test(output)) {
        reject(new StartFailure("The disk is full. Free some space and start again.", tail));
      } else {
        reject(new StartFailure(`${what} failed (${signal ?? `exit code ${code}`}).`, tail));
      }
    });
  });
}
