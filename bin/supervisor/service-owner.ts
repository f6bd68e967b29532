import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, statSync } from "node:fs";
import { StartFailure } from "../prepare/start-failure.mjs";

/** The unprivileged user that runs PostgreSQL and Redis when Millrace itself runs as root. */
export interface ServiceOwner {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const candidates = ["millrace", "postgres", "nobody"];

function idOf(flag: "-u" | "-g", name: string): number | undefined {
  try {
    return Number(
      execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
  } catch {
    // `id` answers with an exit code when there is no such user: try the next name.
    return undefined;
  }
}

/**
 * Chooses who runs the services: undefined means "the user who started us".
 * @param existing a folder that already belongs to the services; its owner stays the owner
 * @throws StartFailure when root has no unprivileged user to hand over to
 */
export function chooseServiceOwner(existing: string): ServiceOwner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(existing)) {
    const { uid, gid } = statSync(existing);
    if (uid !== 0) return { name: `user ${uid}`, uid, gid };
  }
  for (const name of candidates) {
    const uid = idOf("-u", name);
    const gid = idOf("-g", name);
    if (uid && gid) return { name, uid, gid };
  }
  throw new StartFailure(
    "PostgreSQL does not run as root, and this machine has no user postgres or nobody to run it. Add one, or set DATABASE_URL.",
  );
}

/** Makes a folder that only the services may enter. */
export function makeServiceFolder(path: string, owner: ServiceOwner | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (owner) chownSync(path, owner.uid, owner.gid);
}

/** What `spawn` needs to run a command as the owner, with an environment that carries nothing of ours. */
export function asOwner(owner: ServiceOwner | undefined): {
  uid?: number;
  gid?: number;
  cwd: string;
  env: NodeJS.ProcessEnv;
} {
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    PATH: process.env.PATH ?? "/usr/bin:/bin",
    LC_ALL: "C",
    TZ: "UTC",
  };
  return owner ? { uid: owner.uid, gid: owner.gid, cwd: "/", env } : { cwd: "/", env };
}
