import { createHash } from "node:crypto";
import { lstatSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StartFailure } from "../prepare/start-failure.mjs";
import { makeServiceFolder, type ServiceOwner } from "./service-owner";

// A socket's path has at most 103 bytes on macOS and 107 on Linux; PostgreSQL appends "/.s.PGSQL.5432".
const maxFolderBytes = 85;

/**
 * The folder for the Unix sockets of a data folder, made so that only the services (and root) may enter: `run` inside it, or
 * one under the system's temporary folder when the path would be too long for a socket.
 */
export function makeSocketFolder(dataDir: string, owner: ServiceOwner | undefined): string {
  const inside = join(dataDir, "run");
  const digest = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  const folder = Buffer.byteLength(inside) <= maxFolderBytes ? inside : join(tmpdir(), `millrace-${digest}`);
  makeServiceFolder(folder, owner);
  const found = lstatSync(folder);
  const expected = owner?.uid ?? process.getuid?.();
  if (!found.isDirectory() || found.uid !== expected || (found.mode & 0o077) !== 0) {
    throw new StartFailure(`The folder ${folder} must be yours alone (mode 700). Remove it and start again.`);
  }
  return folder;
}
