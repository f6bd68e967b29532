import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import * as z from "zod";
import { StartFailure } from "../prepare/start-failure.mjs";
import type { Runnable } from "./keep-alive";
import type { LogSink } from "./log-sink";
import { remember } from "./spawned";

const readySchema = z.object({ ready: z.literal(true), setupToken: z.string().optional() });

/** What a process says when it is ready to work. */
export type Ready = z.infer<typeof readySchema>;

/** One of our own processes, ready to work. */
export interface AppProcess extends Runnable {
  readonly ready: Ready;
}

/** How to start one of our own processes. */
export interface AppCommand {
  name: string;
  root: string;
  /** The bundle in `dist`. */
  file: string;
  env: NodeJS.ProcessEnv;
  log: LogSink;
  /** How long it may finish what it does before it is killed. */
  patienceMs: number;
}

/**
 * Starts a process of ours and waits until it says that it is ready. It runs in a process group of its own, so that Ctrl-C reaches
 * the supervisor alone; it ends by itself when the channel to us closes.
 * @throws StartFailure when it ends before it is ready
 */
export async function startApp(command: AppCommand, giveUp: AbortSignal): Promise<AppProcess> {
  const options: SpawnOptions = {
    cwd: command.root,
    env: command.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  };
  const child = remember(spawn(process.execPath, ["--enable-source-maps", command.file], options), "SIGKILL");
  child.stdout?.on("data", command.log.write);
  child.stderr?.on("data", command.log.write);
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (isGone()) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), command.patienceMs);
    await gone;
    clearTimeout(timer);
  };
  const ready = await new Promise<Ready>((resolve, reject) => {
    giveUp.addEventListener("abort", () => void stop(), { once: true });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      const detail = command.log.tail();
      reject(
        new StartFailure(`${command.name} ended while starting (${signal ?? `exit code ${code}`}).`, detail),
      );
    });
    child.on("message", (message) => {
      const parsed = readySchema.safeParse(message);
      if (parsed.success) resolve(parsed.data);
    });
  });
  return { child, ready, stop };
}
