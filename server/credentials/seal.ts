import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** What a sealed value belongs to; it opens nowhere else. */
export interface SealBinding {
  readonly purpose: "credential" | "producer-key" | "alert-secret";
  readonly workspaceId: string;
  /** Id of the row that holds the value. */
  readonly id: string;
}

// Layout: version 1 | key id 4 | IV 12 | tag 16 | cipher text. The key id tells which secret sealed it.
const version = 1;
const keyIdLength = 4;
const ivLength = 12;
const tagLength = 16;
const headLength = 1 + keyIdLength + ivLength + tagLength;

/** Thrown when a sealed value was changed, moved, or sealed with a secret that is not configured any more. */
export class SealError extends Error {
  override readonly name = "SealError";
}

function keyOf(secret: string): { key: Buffer; id: Buffer } {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "millrace sealed values v1", 32));
  return { key, id: createHash("sha256").update("key id").update(key).digest().subarray(0, keyIdLength) };
}

function boundTo({ purpose, workspaceId, id }: SealBinding): Buffer {
  return Buffer.from(JSON.stringify([version, purpose, workspaceId, id]));
}

/** Seals a text with AES-256-GCM; the same text never gives the same bytes. `secret` is MILLRACE_SECRET. */
export function seal(secret: string, binding: SealBinding, text: string): Uint8Array<ArrayBuffer> {
  const { key, id } = keyOf(secret);
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagLength });
  cipher.setAAD(boundTo(binding));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.of(version), id, iv, cipher.getAuthTag(), body]));
}

/**
 * Opens what `seal` made. `secrets` are MILLRACE_SECRET and, after a change of it, the earlier ones.
 * @throws SealError when any byte, the workspace, the id or the secret differs
 */
export function unseal(secrets: readonly string[], binding: SealBinding, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  if (bytes.length < headLength || bytes[0] !== version) throw new SealError("This is not a sealed value.");
  const keyId = bytes.subarray(1, 1 + keyIdLength);
  const found = secrets.map(keyOf).find(({ id }) => id.equals(keyId));
  if (found === undefined) {
    throw new SealError("This was sealed with another MILLRACE_SECRET. Add it to MILLRACE_SECRET_OLD.");
  }
  const iv = bytes.subarray(1 + keyIdLength, 1 + keyIdLength + ivLength);
  const decipher = createDecipheriv("aes-256-gcm", found.key, iv, { authTagLength: tagLength });
  decipher.setAAD(boundTo(binding));
  decipher.setAuthTag(bytes.subarray(headLength - tagLength, headLength));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(headLength)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new SealError("A sealed value was changed or belongs elsewhere.", { cause });
  }
}
