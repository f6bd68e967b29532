"use client";

import { CircleCheck, CircleMinus, CircleSlash, Hand, Send, X } from "lucide-react";
import { type StepTrial, staleReason } from "@/app/_editor/samples/trial";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { cn } from "@/app/_ui/cn";
import { formatDuration } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";

const looks = {
  done: { icon: CircleCheck, mark: "text-ok-mark", word: "Worked" },
  failed: { icon: X, mark: "text-bad-mark", word: "Failed" },
  stopped: { icon: CircleSlash, mark: "text-off-mark", word: "Stopped here" },
  held: { icon: Hand, mark: "text-held-mark", word: "Held" },
  skipped: { icon: CircleMinus, mark: "text-off-mark", word: "Skipped" },
} as const;

/** How the draft fared here when it was last tried; a press shows what went in and came out. */
export function TrialMark({ trial }: { readonly trial: StepTrial | "unreached" }) {
  const store = useEditorStore();
  const stale = useEditor(staleReason);
  const hasSent = useEditor((state) => state.trial?.kind === "done" && state.trial.hasSent);
  if (trial === "unreached") {
    return (
      <span className="text-label font-normal text-muted" title="The sample did not come here">
        –
      </span>
    );
  }
  const { trace, number } = trial;
  const { icon, mark, word } = looks[trace.outcome];
  const wouldSend = !hasSent && trace.note?.startsWith("Would send");
  const time = formatDuration(trace.durationMs);
  const why = trace.error?.message ?? trace.note;
  const sentence = `${stale === undefined ? "" : `Old: ${stale} `}${word} in ${time}.${why ? ` ${why}` : ""}`;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-testid="trial-mark"
      title={sentence.replaceAll(/[*`]/g, "")}
      aria-label={`${wouldSend ? "Would send" : word}, ${time}${stale === undefined ? "" : ", of an older draft"}: show the result`}
      onClick={(event) => {
        event.stopPropagation();
        store.setState({
          drawer: { isOpen: true, tab: "test" },
          shownResult: { delivery: number, stepId: trace.stepId },
        });
      }}
      className={cn(
        "nodrag flex h-6 shrink-0 items-center gap-1 rounded-chip px-1 text-label font-normal text-muted tabular-nums hover:bg-hover",
        stale !== undefined && "opacity-60",
      )}
    >
      <span className="row-note">{wouldSend ? "would send" : time}</span>
      <Icon of={wouldSend ? Send : icon} size={14} className={wouldSend ? "text-off-mark" : mark} />
    </button>
  );
}
