import * as z from "zod";

const answerSchema = z.object({ code: z.string().optional() });

/** Changes the password and ends all other sessions; resolves to undefined when it is done, else to why not. */
export async function changePassword(
  currentPassword: string,
  newPassword: string,
): Promise<string | undefined> {
  const answer = await fetch("/api/auth/change-password", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ currentPassword, newPassword, revokeOtherSessions: true }),
  }).catch(() => undefined);
  if (answer === undefined) return "Millrace cannot be reached. The password is unchanged.";
  if (answer.ok) return undefined;
  if (answer.status === 429) return "Too many tries. Wait a minute, then try again.";
  if (answer.status === 401) return "You are signed out. Sign in, then change the password.";
  const body = answerSchema.safeParse(await answer.json().catch(() => undefined));
  if (body.data?.code === "INVALID_PASSWORD") return "The present password is another one. Check it.";
  return "The password could not be changed. Try again.";
}
