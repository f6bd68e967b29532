"use client";

import { showToast } from "@/app/_ui/show-toast";

/** Ends the session and loads the sign-in page anew, so that nothing of the person stays in memory. */
export async function signOut(): Promise<void> {
  const answer = await fetch("/api/auth/sign-out", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  }).catch(() => undefined);
  if (answer?.ok) {
    window.location.assign("/sign-in");
    return;
  }
  showToast("You are still signed in: the server could not be reached. Try again.", { tone: "bad" });
}
