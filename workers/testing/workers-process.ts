import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A process of ours on its own, as the supervisor runs it. */
export interface WorkersProcess {
  readonly child: ChildProcess;
  /** SIGKILL: ends at once, like a crash. */
  kill(): Promise<void>;
  /** SIGTERM: drains first. Resolves with the exit code. */
  stop(): Promise<number | null>;
}

const root = join(import.meta.dirname, "../..");

/** Starts `workers/main.ts` with these variables; resolves when it says that it is ready. */
export function startWorkersProcess(variables: Readonly<Record<string, string>>): Promise<WorkersProcess> {
  return startProcess("workers/main.ts", variables);
}

/** Starts a gateway, without pages, with these variables, `PORT` among them; resolves when it says that it is ready. */
export function startGatewayProcess(variables: Readonly<Record<string, string>>): Promise<WorkersProcess> {
  return startProcess("server/web/main.ts", { MILLRACE_ROLES: "gateway", ...variables });
}

async function startProcess(
  file: string,
  variables: Readonly<Record<string, string>>,
): Promise<WorkersProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: {
      NODE_ENV: "test",
      MILLRACE_SECRET: "a secret of the tests, 32 characters",
      LOG_LEVEL: "error",
      ...variables,
    },
  });
  const ended = once(child, "exit");
  const isReady = await Promise.race([once(child, "message").then(() => true), ended.then(() => false)]);
  if (!isReady) throw new Error(`The process ${file} ended before it was ready.`);
  return {
    child,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
      return child.exitCode;
    },
  };
}
