import { cn } from "@/app/_ui/cn";
import { Sentence } from "@/app/_ui/sentence";
import { diffDesigns } from "@/flow/schema-design/diff-designs";
import { readDesign } from "@/flow/schema-design/read-design";

const marks = {
  added: { sign: "+", word: "Added", look: "bg-ok-soft" },
  removed: { sign: "−", word: "Removed", look: "bg-bad-soft" },
  changed: { sign: "~", word: "Changed", look: "" },
} as const;

interface DesignDiffProps {
  readonly before: unknown;
  readonly after: unknown;
}

/** What is different between two versions, a line per field. */
export function DesignDiff({ before, after }: DesignDiffProps) {
  const changes = diffDesigns(readDesign(before), readDesign(after));
  if (changes.length === 0)
    return (
      <p className="text-dense text-muted">They say the same; only the order or the spelling differs.</p>
    );
  return (
    <ul aria-label="Changes" className="overflow-hidden rounded-control border text-dense">
      {changes.map(({ kind, path, words }) => (
        <li
          key={`${kind} ${path}`}
          className={cn("flex flex-wrap gap-x-3 border-b px-3 py-1 last:border-b-0", marks[kind].look)}
        >
          <span className="w-3 text-center font-mono text-mono" title={marks[kind].word}>
            <span aria-hidden>{marks[kind].sign}</span>
            <span className="sr-only">{marks[kind].word}</span>
          </span>
          <span className={path === "" ? "" : "font-mono text-mono"}>
            {path === "" ? "The whole event" : path}
          </span>
          <span className="text-text-2">
            <Sentence>{words.join(" · ")}</Sentence>
          </span>
        </li>
      ))}
    </ul>
  );
}
