import { passwordLength } from "@/server/auth/password-length";

/** How much a password withstands, with a sentence; `level` 0 is refused. */
export interface PasswordStrength {
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly sentence: string;
}

// What guessing programs try first; kept short: length does more than a list.
const firstGuesses = [
  "password",
  "passwort",
  "qwerty",
  "qwertz",
  "asdf",
  "letmein",
  "welcome",
  "admin",
  "iloveyou",
  "dragon",
  "monkey",
  "football",
  "millrace",
  "secret",
  "master",
  "login",
  "abc",
  "123456789",
  "12345",
  "1234",
  "123",
  "000",
  "111",
];

/** Counts a known word, a run like "aaaa" or "4567" and a part of one's own name as one character each. */
function worthOf(password: string, personal: readonly string[]): number {
  let rest = password.toLowerCase();
  const own = personal
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((w) => w.length > 2);
  for (const word of [...own, ...firstGuesses]) rest = rest.replaceAll(word, "\u0000");
  rest = rest.replace(/(.)\1{2,}/gu, "$1");
  let steps = 0;
  for (let at = 2; at < rest.length; at += 1) {
    const step = rest.charCodeAt(at) - rest.charCodeAt(at - 1);
    if (Math.abs(step) === 1 && step === rest.charCodeAt(at - 1) - rest.charCodeAt(at - 2)) steps += 1;
  }
  return rest.length - steps;
}

function alphabetOf(password: string): number {
  let size = 0;
  if (/\p{Ll}/u.test(password)) size += 26;
  if (/\p{Lu}/u.test(password)) size += 26;
  if (/\p{N}/u.test(password)) size += 10;
  if (/[^\p{L}\p{N}]/u.test(password)) size += 20;
  return Math.max(size, 10);
}

/** Judges a password in words; `personal` are name and e-mail, whose parts count for little. */
export function passwordStrength(password: string, personal: readonly string[] = []): PasswordStrength {
  const missing = passwordLength.min - password.length;
  if (missing > 0)
    return {
      level: 0,
      sentence: `Too short: ${missing} more ${missing === 1 ? "character" : "characters"}.`,
    };
  if (password.length > passwordLength.max)
    return { level: 0, sentence: `Too long: at most ${passwordLength.max}.` };
  const bits = worthOf(password, personal) * Math.log2(alphabetOf(password));
  if (bits < 42) return { level: 1, sentence: "Weak: easy to guess. Another word makes it stronger." };
  if (bits < 58) return { level: 2, sentence: "Fair: a few more characters make it good." };
  if (bits < 78) return { level: 3, sentence: "Good." };
  return { level: 4, sentence: "Strong." };
}
