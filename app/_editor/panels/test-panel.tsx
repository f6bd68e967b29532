"use client";

import { SampleEditor } from "../samples/sample-editor";
import { SampleList } from "../samples/sample-list";
import { TrialDetail } from "../samples/trial-detail";
import { TrialList } from "../samples/trial-list";
import { useEditor } from "../state/editor-context";

/** Samples at the left, what the draft did with the chosen one, and the values of one step or the sample itself. */
export function TestPanel() {
  const hasTrial = useEditor(({ trial }) => trial !== undefined);
  const shown = useEditor((state) => state.shownResult);
  return (
    <div className="flex h-full min-h-0">
      <SampleList />
      {hasTrial ? <TrialList /> : null}
      <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
        {hasTrial && shown !== undefined ? <TrialDetail shown={shown} /> : <SampleEditor />}
      </div>
    </div>
  );
}
