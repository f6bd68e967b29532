import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { StartFailure } from "../prepare/start-failure.mjs";
import { asOwner, type ServiceOwner } from "./service-owner";
import { remember } from "./spawned";

/** A database or queue server that runs as a child of ours in a process group of its own. */
export interface Service {
  readonly name: string;
  readonly child: ChildProcess;
  /** Ends it in order; when that takes longer than `patienceMs`, by force. */
  stop(patienceMs?: number): Promise<void>;
  /** Ends it at once, like a crash. */
  kill(): void;
}

const maxLogBytes = 10_000_000;

function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > maxLogBytes) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

/** The last lines of a log file, for a message about a failed start. */
export function logTail(path: string, lines = 8): string {
  return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n").slice(-lines).join("\n") : "";
}

/** What a service needs besides its own settings. */
export interface ServiceCommand {
  name: string;
  command: string;
  args: string[];
  owner: ServiceOwner | undefined;
  logFile: string;
  stopSignal: NodeJS.Signals;
  killSignal: NodeJS.Signals;
}

/** Starts a server detached, so that Ctrl-C in the terminal reaches us alone and we stop it when we are done. */
export function startService(options: ServiceCommand): Service {
  const log = openLog(options.logFile);
  const child = remember(
    spawn(options.command, options.args, {
      ...asOwner(options.owner),
      detached: true,
      stdio: ["ignore", log, log],
    }),
    options.killSignal,
  );
  closeSync(log);
  child.on("error", (error) => {
    // Node emits "exit" only for what was started; whoever waits must hear of this too.
    if (child.exitCode === null && child.pid === undefined) child.emit("exit", error.message, null);
  });
  const isGone = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  return {
    name: options.name,
    child,
    kill: () => void child.kill(options.killSignal),
    async stop(patienceMs = 15_000) {
      if (isGone()) return;
      const gone = once(child, "exit");
      child.kill(options.stopSignal);
      const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await gone;
      clearTimeout(timer);
    },
  };
}

/**
 * Asks `probe` until it says yes.
 * @throws StartFailure when the service ends before that, or does not answer within `limitMs`
 */
export async function waitUntilUp(
  service: Service,
  probe: () => Promise<boolean>,
  options: { logFile: string; limitMs?: number },
): Promise<void> {
  const deadline = Date.now() + (options.limitMs ?? 60_000);
  let exit: string | undefined;
  service.child.once("exit", (code, signal) => {
    exit = `${signal ?? code}`;
  });
  for (;;) {
    if (await probe()) return;
    const detail = logTail(options.logFile);
    if (/no space left on device/i.test(detail)) {
      service.kill();
      throw new StartFailure(
        `${service.name} could not start: the disk is full. Free some space and start again.`,
      );
    }
    if (exit !== undefined) throw new StartFailure(`${service.name} ended while starting (${exit}).`, detail);
    if (Date.now() > deadline) {
      service.kill();
      throw new StartFailure(
        `${service.name} did not answer in time; its log is ${options.logFile}.`,
        detail,
      );
    }
    await sleep(25);
  }
}
