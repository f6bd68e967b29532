import { execFileSync } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import { stopLeftover } from "./leftover";
import { type Service, startService, waitUntilUp } from "./service";
import { makeServiceFolder, type ServiceOwner } from "./service-owner";

/** A Redis or Valkey of ours, reachable through its Unix socket alone. */
export interface Redis extends Service {
  /** For REDIS_URL: the path of the socket. */
  readonly url: string;
}

const names = ["redis-server", "valkey-server"];
const folders = ["", "/usr/bin/", "/usr/local/bin/", "/usr/sbin/", "/opt/homebrew/bin/"];

/** The command of a Redis (6.2 or newer, which BullMQ needs) or Valkey on this machine, or undefined. */
export function findRedis(): string | undefined {
  for (const command of folders.flatMap((folder) => names.map((name) => folder + name))) {
    try {
      const text = execFileSync(command, ["--version"], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      const [, major, minor] = /v=(\d+)\.(\d+)/.exec(text) ?? [];
      if (Number(major) * 100 + Number(minor) >= 602) return command;
    } catch {
      // Not on this machine: look at the next place.
    }
  }
  return undefined;
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket, () => connection.write("PING\r\n"));
    const done = (up: boolean) => {
      connection.destroy();
      resolve(up);
    };
    connection.setTimeout(2_000, () => done(false));
    connection.on("data", (answer) => done(answer.toString().startsWith("+PONG")));
    connection.on("error", () => done(false));
  });
}

/** Starts a Redis that keeps every accepted job on disk (append-only file) below `dataDir`. */
export async function startRedis(place: {
  command: string;
  dataDir: string;
  socketDir: string;
  logFile: string;
  owner: ServiceOwner | undefined;
}): Promise<Redis> {
  const folder = join(place.dataDir, "redis");
  makeServiceFolder(folder, place.owner);
  const socket = join(place.socketDir, "redis.sock");
  const pidFile = join(place.socketDir, "redis.pid");
  await stopLeftover(pidFile, socket, "SIGTERM");
  const settings = {
    port: "0",
    unixsocket: socket,
    unixsocketperm: "700",
    pidfile: pidFile,
    dir: folder,
    daemonize: "no",
    appendonly: "yes",
    appendfsync: "everysec",
    save: "",
    "maxmemory-policy": "noeviction",
    loglevel: "notice",
  };
  const service = startService({
    name: "Redis",
    command: place.command,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    owner: place.owner,
    logFile: place.logFile,
    stopSignal: "SIGTERM",
    killSignal: "SIGKILL",
  });
  await waitUntilUp(service, () => answers(socket), { logFile: place.logFile });
  return { ...service, url: socket };
}
