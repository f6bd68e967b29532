import { cn } from "./cn";

export interface DiffLine {
  readonly kind: "added" | "removed" | "same";
  readonly text: string;
}

const looks = {
  added: { sign: "+", name: "Added", className: "bg-ok-soft text-ok" },
  removed: { sign: "−", name: "Removed", className: "bg-bad-soft text-bad" },
  same: { sign: " ", name: undefined, className: "text-text-2" },
} as const;

interface DiffLinesProps {
  readonly label: string;
  readonly lines: readonly DiffLine[];
  readonly className?: string;
}

/** Line by line: added with +, removed with −. A changed line is both. */
export function DiffLines({ label, lines, className }: DiffLinesProps) {
  return (
    <ol
      aria-label={label}
      className={cn(
        "overflow-auto rounded-control border border-border bg-sunken py-1 font-mono text-mono",
        className,
      )}
    >
      {lines.map((line, at) => {
        const look = looks[line.kind];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and the list is replaced as a whole
          <li key={at} className={cn("flex gap-2 px-3 whitespace-pre-wrap wrap-anywhere", look.className)}>
            <span aria-hidden className="w-3 shrink-0 text-center select-none">
              {look.sign}
            </span>
            {look.name === undefined ? null : <span className="sr-only">{look.name}: </span>}
            <span className="min-w-0">{line.text}</span>
          </li>
        );
      })}
    </ol>
  );
}
