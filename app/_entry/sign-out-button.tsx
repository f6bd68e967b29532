"use client";

import { signOut } from "@/app/_shell/sign-out";
import { Button } from "@/app/_ui/button";

export function SignOutButton() {
  return (
    <Button size="large" className="w-full" onClick={() => void signOut()}>
      Sign out
    </Button>
  );
}
