"use client";

import { cn } from "@/app/_ui/cn";
import { MarkedText } from "@/app/_ui/marked-text";
import type { Change } from "@/flow/diff/change";

const groups = [
  { kind: "added", title: "Added", sign: "+", look: "text-ok" },
  { kind: "changed", title: "Changed", sign: "~", look: "text-wait" },
  { kind: "removed", title: "Removed", sign: "−", look: "text-bad" },
  { kind: "moved", title: "Moved only", sign: "↔", look: "text-muted" },
] as const;

/** One sentence per change, grouped by kind. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  return groups.map(({ kind, title, sign, look }) => {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return null;
    return (
      <section key={kind} aria-label={title} className="flex flex-col gap-1">
        <h3 className="text-label text-muted">{title}</h3>
        <ul className="flex flex-col gap-1 text-dense">
          {found.map(({ message }) => (
            <li key={message} className="flex gap-2">
              <span aria-hidden className={cn("w-3 shrink-0 text-center font-strong", look)}>
                {sign}
              </span>
              <span className="min-w-0">
                <MarkedText>{message}</MarkedText>
              </span>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}
