import { closeDeps } from "./db";
import type { Deps } from "./deps";

/** What a process runs, once it is ready. */
export interface RunningProcess {
  /** Told to the supervisor together with "ready". */
  readonly setupToken?: string | undefined;
  /** Finishes what was begun and takes nothing new. */
  stop(): Promise<void>;
}

/**
 * The life of one of our processes: starts it, tells the supervisor that it is ready, and on SIGTERM, SIGINT or when the
 * supervisor is gone stops it, closes the database and exits. A second signal exits at once.
 */
export async function runProcess(deps: Deps, start: (deps: Deps) => Promise<RunningProcess>): Promise<void> {
  const starting = start(deps);
  let isStopping = false;

  const stop = async (reason: string) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    deps.log.info({ reason }, "stopping");
    try {
      await (await starting).stop();
      await closeDeps(deps);
      process.exit(0);
    } catch (error) {
      deps.log.error({ err: error }, "could not stop in order");
      process.exit(1);
    }
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
  process.on("disconnect", () => {
    if (!isStopping) void stop("the supervisor is gone");
  });

  try {
    const { setupToken } = await starting;
    deps.log.info("ready");
    if (!isStopping) process.send?.({ ready: true, setupToken });
  } catch (error) {
    deps.log.fatal({ err: error }, "could not start");
    process.exit(1);
  }
}
