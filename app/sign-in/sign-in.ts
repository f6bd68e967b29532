import { postAuth } from "@/app/_entry/post-auth";
import { formatTime } from "@/app/_ui/format-time";

/** Asks for a session; resolves to undefined when it was given, else to a sentence why not. */
export async function signIn(email: string, password: string): Promise<string | undefined> {
  const { ok, status, lockedUntil, retryAfter = "10" } = await postAuth("sign-in/email", { email, password });
  if (ok) return undefined;
  if (lockedUntil !== undefined) {
    const until = formatTime(lockedUntil, new Date());
    return `Too many tries with this address. It opens again at ${until}; a new link from an administrator opens it at once.`;
  }
  if (status === 429) return `Too many tries from here. Wait ${retryAfter} s, then try again.`;
  if (status === 401 || status === 400) return "E-mail and password do not fit together. Check both.";
  return "Millrace cannot be reached. Try again when it is back.";
}
