import { hashPassword } from "better-auth/crypto";
import * as z from "zod";
import { passwordLength } from "./password-length";

/** A password as people choose it; the bounds are said before it is refused. */
export const passwordSchema = z
  .string()
  .min(passwordLength.min, `Use at least ${passwordLength.min} characters.`)
  .max(passwordLength.max, `Use at most ${passwordLength.max} characters.`);

/** The stored form of a password: scrypt, with a salt of its own. */
export function passwordHash(password: string): Promise<string> {
  return hashPassword(password);
}
