"use client";

import { TriangleAlert, X } from "lucide-react";
import { showProblem } from "@/app/_editor/actions/problem-actions";
import { changedPlaces, issuesAt, problemCount } from "@/app/_editor/state/derived";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { formatPlural } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";

/** The dot of what is new or changed and not deployed. */
export function ChangedDot({ place }: { readonly place: string }) {
  const isChanged = useEditor((state) => changedPlaces(state).has(place));
  const isDeployed = useEditor((state) => state.deployed !== undefined);
  if (!isChanged) return null;
  const sentence = isDeployed ? "Changed since the last deployment" : "Not deployed yet";
  return (
    <span
      role="img"
      title={sentence}
      aria-label={sentence}
      className="size-1.5 shrink-0 rounded-full bg-accent"
    />
  );
}

/** Triangle and number of a card's problems; opens the first. */
export function ProblemMark({ cardKey }: { readonly cardKey: string }) {
  const store = useEditorStore();
  const count = useEditor((state) => problemCount(state, cardKey));
  const first = useEditor((state) => issuesAt(state, cardKey)[0]?.message);
  if (count === 0) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      title={first === undefined ? undefined : first.replaceAll(/[*`]/g, "")}
      aria-label={formatPlural(count, "problem")}
      data-testid="problem-mark"
      onClick={(event) => {
        event.stopPropagation();
        showProblem(store, cardKey);
      }}
      className="nodrag flex h-5 shrink-0 items-center gap-1 rounded-chip px-1 text-label text-bad hover:bg-bad-soft"
    >
      <Icon of={TriangleAlert} size={14} className="text-bad-mark" />
      {count > 1 ? <span className="tabular-nums">{count}</span> : null}
    </button>
  );
}

/** A producer of the live revision that cannot send, until it can. */
export function FailedMark({ message }: { readonly message: string }) {
  return (
    <span title={message} className="flex h-5 shrink-0 items-center gap-1 text-label text-bad">
      <Icon of={X} size={14} className="text-bad-mark" />
      Failed
    </span>
  );
}
