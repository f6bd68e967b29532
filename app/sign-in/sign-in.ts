import * as z from "zod";
import { formatTime } from "@/app/_ui/format-time";

const answerSchema = z.object({ code: z.string().optional(), lockedUntil: z.iso.datetime().optional() });

const unreachable = "Millrace cannot be reached. Try again when it is back.";

/** Asks for a session; resolves to undefined when it was given, else to a sentence why not. */
export async function signIn(email: string, password: string): Promise<string | undefined> {
  const answer = await fetch("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  }).catch(() => undefined);
  if (answer === undefined) return unreachable;
  if (answer.ok) return undefined;
  const body = answerSchema.safeParse(await answer.json().catch(() => undefined));
  if (body.data?.lockedUntil !== undefined) {
    const until = formatTime(new Date(body.data.lockedUntil), new Date());
    return `Too many tries with this address. It opens again at ${until}; a new link from an administrator opens it at once.`;
  }
  if (answer.status === 429) {
    return `Too many tries from here. Wait ${answer.headers.get("retry-after") ?? "10"} s, then try again.`;
  }
  if (answer.status === 401 || answer.status === 400)
    return "E-mail and password do not fit together. Check both.";
  return unreachable;
}
