import * as z from "zod";
import { passwordLength } from "@/server/auth/password-length";

/** The bounds of a password as its form says them; the server asks the same. */
export const newPasswordSchema = z
  .string()
  .min(passwordLength.min, `Use at least ${passwordLength.min} characters.`)
  .max(passwordLength.max, `Use at most ${passwordLength.max} characters.`);

export const emailSchema = z.email("Write an e-mail address such as ana@example.com.").max(254);
export const personNameSchema = z
  .string()
  .trim()
  .min(1, "Write your name.")
  .max(80, "Use at most 80 characters.");
