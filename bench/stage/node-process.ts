import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { remember } from "@/bin/supervisor/spawned";
import { root } from "./services";

/** A Node process that says when it is ready. */
export interface NodeProcess {
  readonly child: ChildProcess;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
}

/**
 * Starts a file with Node and waits for its first message.
 * @param flags for Node itself, such as `--cpu-prof`
 * @throws Error when it ends before that
 */
export async function startNode(
  file: string,
  variables: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<NodeProcess> {
  const child = remember(
    spawn(process.execPath, [...flags, file], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      env: { PATH: process.env.PATH, NODE_ENV: "production", ...variables },
    }),
    "SIGKILL",
  );
  const ended = once(child, "exit");
  const isReady = await Promise.race([once(child, "message").then(() => true), ended.then(() => false)]);
  if (!isReady) throw new Error(`${file} ended before it was ready.`);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return { child, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}
