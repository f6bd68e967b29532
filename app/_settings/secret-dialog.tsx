"use client";

import { type ReactNode, useState } from "react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { CodeBlock } from "@/app/_ui/code-block";
import { Dialog } from "@/app/_ui/dialog";

interface SecretDialogProps {
  readonly title: string;
  /** What it is: "API key". */
  readonly label: string;
  readonly secret: string;
  /** What to do with it, and that it is not shown again. */
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** A secret in the only moment in which it can be seen; only *Done* ends that moment. */
export function SecretDialog({ title, label, secret, children, onClose }: SecretDialogProps) {
  const [isWarned, setIsWarned] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onAccident={() => setIsWarned(true)}
      size="form"
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <Banner tone="wait">{children}</Banner>
      <CodeBlock code={secret} label={label} />
      {isWarned ? (
        <Banner tone="bad">When this closes, nobody can see it again. Copied it? Then press Done.</Banner>
      ) : null}
    </Dialog>
  );
}
