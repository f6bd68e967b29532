"use client";

import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Time } from "@/app/_ui/time";
import { SecretOnce } from "../secret-once";

interface LinkShownProps {
  readonly name: string;
  readonly link: string;
  readonly expiresAt: Date;
  readonly onClose: () => void;
}

/** The link in the only moment in which it can be copied. */
export function LinkShown({ name, link, expiresAt, onClose }: LinkShownProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="form"
      title={`Send this link to ${name}`}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <SecretOnce label="Sign-in link" secret={link}>
        Copy it now: it is not shown again. Whoever opens it first chooses the password, so send it to {name}{" "}
        alone. It works once, until <Time at={expiresAt} />.
      </SecretOnce>
    </Dialog>
  );
}
