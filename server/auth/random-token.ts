import { createHash, randomBytes } from "node:crypto";

/** A token nobody can guess: 256 random bits as 43 URL-safe characters. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What we store of a token: its SHA-256 as hex. Enough, because the token itself is random. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}
