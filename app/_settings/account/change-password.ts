import { postAuth } from "@/app/_entry/post-auth";

/** Changes the password and ends all other sessions; resolves to undefined when it is done, else to why not. */
export async function changePassword(
  currentPassword: string,
  newPassword: string,
): Promise<string | undefined> {
  const body = { currentPassword, newPassword, revokeOtherSessions: true };
  const { ok, status, code } = await postAuth("change-password", body);
  if (ok) return undefined;
  if (status === 0) return "Millrace cannot be reached. The password is unchanged.";
  if (status === 429) return "Too many tries. Wait a minute, then try again.";
  if (status === 401) return "You are signed out. Sign in, then change the password.";
  if (code === "INVALID_PASSWORD") return "The present password is another one. Check it.";
  return "The password could not be changed. Try again.";
}
