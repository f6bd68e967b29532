"use client";

import { Time } from "@/app/_ui/time";
import { SecretDialog } from "../secret-dialog";

interface LinkShownProps {
  readonly name: string;
  readonly link: string;
  readonly expiresAt: Date;
  readonly onClose: () => void;
}

/** The link in the only moment in which it can be copied. */
export function LinkShown({ name, link, expiresAt, onClose }: LinkShownProps) {
  return (
    <SecretDialog title={`Send this link to ${name}`} label="Sign-in link" secret={link} onClose={onClose}>
      Copy it now: it is not shown again. Whoever opens it first chooses the password, so send it to {name}{" "}
      alone. It works once, until <Time at={expiresAt} />.
    </SecretDialog>
  );
}
