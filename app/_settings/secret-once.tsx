import type { ReactNode } from "react";
import { Banner } from "@/app/_ui/banner";
import { CodeBlock } from "@/app/_ui/code-block";

interface SecretOnceProps {
  /** What to do with it, and that it is not shown again. */
  readonly children: ReactNode;
  readonly label: string;
  readonly secret: string;
}

/** A secret in the only moment in which it can be seen. */
export function SecretOnce({ children, label, secret }: SecretOnceProps) {
  return (
    <>
      <Banner tone="wait">{children}</Banner>
      <CodeBlock code={secret} label={label} />
    </>
  );
}
