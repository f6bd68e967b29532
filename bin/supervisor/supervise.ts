import { dataFolderOf, logsFolder, makeDataFolder, secretOf, shownFolder } from "./data-folder";
import { lockDataFolder } from "./data-lock";
import { environmentOf, type Stack, type StartContext, startApps, startBackingServices } from "./run-stack";
import { killAll } from "./spawned";

/** What the start command hands over. */
export interface SuperviseOptions {
  /** The clone. */
  readonly root: string;
  readonly isDevelopment: boolean;
  readonly progress: {
    say(line: string): void;
    during<Result>(label: string, work: () => Promise<Result>): Promise<Result>;
  };
  /** Aborted when the person or the system wants us to end. */
  readonly stop: AbortSignal;
  /** Sets what happens when they ask a second time. */
  onSecondSignal(action: () => void): void;
  /** Builds the pages when their sources changed. */
  buildPages(): Promise<void> | undefined;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function stopAll(stack: Stack): Promise<void> {
  for (const kept of stack.toReversed()) await kept.stop();
}

async function startAll(context: StartContext): Promise<void> {
  // What is wrong in the environment is said before anything starts.
  environmentOf(context);
  const building = context.buildPages();
  // Its failure is looked at below, after the databases; it must not count as unhandled until then.
  building?.catch(() => undefined);
  const addresses = await startBackingServices(context);
  await building;
  const { variables, env } = environmentOf(context, addresses);
  if (context.stop.aborted) return;
  const { web, apps } = await startApps(context, variables, env);
  if (context.isDevelopment) {
    const { restartOnChange } = await import("./restart-on-change");
    await restartOnChange(context, apps);
  }
  const token = web?.ready.setupToken;
  const name = env.MILLRACE_ROLES.length === 3 ? "Millrace" : `Millrace (${env.MILLRACE_ROLES.join(", ")})`;
  const link = token ? `${env.MILLRACE_URL}/setup#${token} (works once)` : env.MILLRACE_URL;
  const open = env.MILLRACE_ROLES.includes("web") ? `Open ${link} · ` : "";
  const shown = (folder: string) => shownFolder(folder, process.cwd());
  const isLogHidden = !context.isDevelopment && env.MILLRACE_LOG === "file";
  const logs = isLogHidden ? `Logs: ${shown(logsFolder(context.dataDir))} · ` : "";
  context.progress.say(`${name} is ready. ${open}Data: ${shown(context.dataDir)} · ${logs}Stop: Ctrl+C`);
}

/**
 * Starts everything, keeps it alive, and returns when it was asked to stop and everything has stopped.
 * @throws StartFailure when something could not start; nothing is left running then
 */
export async function supervise(options: SuperviseOptions): Promise<void> {
  const dataDir = dataFolderOf(options.root, process.env);
  makeDataFolder(dataDir);
  const release = lockDataFolder(dataDir);
  const stack: Stack = [];
  options.onSecondSignal(() => {
    killAll();
    release();
    process.exit(130);
  });
  try {
    await startAll({ ...options, dataDir, secret: secretOf(dataDir, process.env), stack });
    await untilAborted(options.stop);
    options.progress.say("Stopping …");
  } finally {
    await stopAll(stack);
    release();
  }
  options.progress.say("Stopped.");
}
