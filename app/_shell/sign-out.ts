"use client";

import { postAuth } from "@/app/_entry/post-auth";
import { showToast } from "@/app/_ui/show-toast";

/** Ends the session and loads the sign-in page anew, so that nothing of the person stays in memory. */
export async function signOut(): Promise<void> {
  const { ok } = await postAuth("sign-out");
  if (ok) window.location.assign("/sign-in");
  else showToast("You are still signed in: the server could not be reached. Try again.", { tone: "bad" });
}
