"use client";

import { CircleCheck, CircleDashed, Info, TriangleAlert } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { Icon } from "@/app/_ui/icon";
import { MarkedText } from "@/app/_ui/marked-text";
import type { Issue } from "@/flow/issue";
import { openIssue } from "../actions/problem-actions";
import { fixOf } from "../actions/problem-fixes";
import { issuesOf, isWrong } from "../state/derived";
import { useEditor, useEditorStore } from "../state/editor-context";

/** Everything that is unfinished, wrong or worth a look; a press opens its place. */
export function ProblemRows() {
  const store = useEditorStore();
  const issues = useEditor(issuesOf);
  if (issues.length === 0)
    return <EmptyState icon={CircleCheck}>Nothing is wrong with this flow.</EmptyState>;
  return (
    <ul className="p-1">
      {issues.map((issue) => (
        <li
          key={`${issue.code} ${issue.at.kind} ${issue.at.id ?? ""} ${issue.at.field ?? ""}`}
          className="flex items-center gap-2 rounded-control pr-1 hover:bg-hover"
        >
          <button
            type="button"
            onClick={() => openIssue(store, issue)}
            className="flex min-h-8 w-full items-center gap-2 rounded-control px-2 py-1 text-left text-dense"
          >
            <Mark issue={issue} />
            <span className="min-w-0 flex-1">
              <MarkedText>{issue.message}</MarkedText>
            </span>
          </button>
          <Fix issue={issue} />
        </li>
      ))}
    </ul>
  );
}

function Fix({ issue }: { readonly issue: Issue }) {
  const store = useEditorStore();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const fix = isReadOnly ? undefined : fixOf(store, issue);
  if (!fix) return null;
  return (
    <Button size="dense" onClick={fix.run}>
      {fix.label}
    </Button>
  );
}

function Mark({ issue }: { readonly issue: Issue }) {
  const wrong = useEditor((state) => isWrong(state, issue));
  if (issue.severity === "warning") return <Icon of={Info} className="text-wait-mark" label="Worth a look" />;
  if (!wrong) return <Icon of={CircleDashed} className="text-off-mark" label="Unfinished" />;
  return <Icon of={TriangleAlert} className="text-bad-mark" label="Problem" />;
}
