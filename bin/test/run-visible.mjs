import { spawn } from "node:child_process";

const running = new Set();

/** Runs a Node program of node_modules or ours with its output on the terminal; the answer is its exit code. */
export function runVisible(root, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    running.add(child);
    child.on("error", reject);
    child.on("close", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

/** Ends what runs, for Ctrl-C. */
export function stopVisible(signal) {
  for (const child of running) child.kill(signal);
}
