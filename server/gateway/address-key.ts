import { createHash, randomBytes } from "node:crypto";

// Crockford's base 32 without the letters that are mistaken for others: safe in URLs, by phone and on paper.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const keyLength = 32;
const keyShape = new RegExp(`^[${alphabet}]{${keyLength}}$`);

/** A new key of an address `/in/<key>`: 160 random bits as 32 characters. Whoever knows it may send. */
export function makeAddressKey(): string {
  return Array.from(randomBytes(keyLength), (byte) => alphabet[byte & 31]).join("");
}

/** Whether a text can be an address key at all; anything else needs no look-up. */
export function isAddressKey(text: string): boolean {
  return keyShape.test(text);
}

/** What is stored of an address key for look-up: its SHA-256 as hex. Enough, because the key itself is random. */
export function hashAddressKey(key: string): string {
  return createHash("sha256").update(key, "latin1").digest("hex");
}
