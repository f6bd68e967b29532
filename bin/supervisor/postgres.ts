import { spawnSync } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Client, DatabaseError, escapeIdentifier } from "pg";
import { StartFailure } from "../prepare/start-failure.mjs";
import { stopLeftover } from "./leftover";
import { type Service, startService, waitUntilUp } from "./service";
import { asOwner, makeServiceFolder, type ServiceOwner } from "./service-owner";

/** Where a PostgreSQL of ours lives. */
export interface PostgresPlace {
  /** Folder with `bin`, `lib` and `share`. */
  readonly binaries: string;
  /** Parent of the cluster's folder `postgres`. */
  readonly dataDir: string;
  readonly socketDir: string;
  readonly logFile: string;
  readonly owner: ServiceOwner | undefined;
  /** Server settings on top of ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL of ours, reachable through its Unix socket alone. */
export interface Postgres extends Service {
  /** The connection string of one of its databases. */
  url(database: string): string;
}

const user = "millrace";

/** The connection string of a database behind a socket in a folder. */
export function postgresUrl(socketDir: string, database: string): string {
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(socketDir)}`;
}

function initialise(place: PostgresPlace, cluster: string): void {
  const fresh = `${cluster}.new`;
  rmSync(fresh, { recursive: true, force: true });
  makeServiceFolder(fresh, place.owner);
  // Whoever can reach the socket's folder (0700) is let in; nothing listens on the network.
  const args = ["-D", fresh, "-U", user, "--auth=trust", "--encoding=UTF8", "--no-instructions"];
  // A new file of the write-ahead log is filled with zeros while everybody who commits waits: 16 MB at once take 0.1 s.
  const files = ["--wal-segsize=1"];
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const result = spawnSync(join(place.binaries, "bin/initdb"), [...args, ...files, ...locale], {
    ...asOwner(place.owner),
    encoding: "utf8",
  });
  if (result.status !== 0) {
    const output = `${result.stdout}${result.stderr}`.trim();
    rmSync(fresh, { recursive: true, force: true });
    if (/no space left on device/i.test(output)) {
      throw new StartFailure(
        `The disk that holds ${place.dataDir} is full. Free some space and start again.`,
      );
    }
    if (place.owner && /permission denied/i.test(output)) {
      throw new StartFailure(
        `The user ${place.owner.name}, who runs PostgreSQL for root, cannot enter ${place.dataDir}. Choose another MILLRACE_DATA_DIR, for example below /var/lib.`,
      );
    }
    throw new StartFailure("PostgreSQL could not make its data folder.", output);
  }
  renameSync(fresh, cluster);
}

function argumentsFor(place: PostgresPlace, cluster: string): string[] {
  const settings = {
    listen_addresses: "",
    unix_socket_directories: place.socketDir,
    unix_socket_permissions: "0700",
    max_connections: "100",
    timezone: "UTC",
    log_timezone: "UTC",
    // One worker serves this machine's disk; three more idle processes would only cost memory.
    io_method: "sync",
    max_wal_size: "512MB",
    min_wal_size: "80MB",
    ...place.settings,
  };
  return ["-D", cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return true;
  } catch {
    // Not up yet; whoever waits has a deadline and sees the server's own log.
    return false;
  } finally {
    await client.end();
  }
}

/** Starts PostgreSQL on the folder `postgres` below `dataDir`, making it first if there is none. */
export async function startPostgres(place: PostgresPlace): Promise<Postgres> {
  const cluster = join(place.dataDir, "postgres");
  if (!existsSync(join(cluster, "PG_VERSION"))) initialise(place, cluster);
  const pidFile = join(cluster, "postmaster.pid");
  await stopLeftover(pidFile, cluster, "SIGINT");
  // We hold the data folder's lock, so a process id in here is of the past, even if something else got the same one.
  rmSync(pidFile, { force: true });
  const service = startService({
    name: "PostgreSQL",
    command: join(place.binaries, "bin/postgres"),
    args: argumentsFor(place, cluster),
    owner: place.owner,
    logFile: place.logFile,
    stopSignal: "SIGINT",
    killSignal: "SIGQUIT",
  });
  const url = (database: string) => postgresUrl(place.socketDir, database);
  await waitUntilUp(service, () => answers(url("postgres")), { logFile: place.logFile });
  return { ...service, url };
}

/** Makes a database unless it exists, as a copy of `template` when one is named. */
export async function createDatabase(postgres: Postgres, name: string, template?: string): Promise<void> {
  const client = new Client({ connectionString: postgres.url("postgres") });
  await client.connect();
  try {
    const copy = template ? ` TEMPLATE ${escapeIdentifier(template)}` : "";
    await client.query(`CREATE DATABASE ${escapeIdentifier(name)}${copy}`);
  } catch (error) {
    const exists = error instanceof DatabaseError && error.code === "42P04";
    if (!exists) throw error;
  } finally {
    await client.end();
  }
}
