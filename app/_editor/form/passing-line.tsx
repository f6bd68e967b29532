"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc-context";
import type { Condition } from "@/flow/document/condition";
import { conditionGap } from "@/flow/document/condition-gap";
import { seesWholeEvent } from "@/flow/graph/fields";
import { findBranch, findStep } from "@/flow/graph/step-tree";
import { useEditor } from "../state/editor-context";
import type { EditorState } from "../state/editor-store";
import { useRested } from "./use-rested";

/** Events go on coming: the count is asked for again after this. */
const freshMs = 10_000;
/** The question is a part of an address. */
const maxLength = 4_000;

/** Topics of what is inspected, one per line, when its condition sees events as they came; else "". */
function topicsHere({ document, nodes, selection }: EditorState): string {
  const found =
    selection.kind === "step"
      ? findStep(document, selection.id)
      : selection.kind === "branch"
        ? findBranch(document, selection.id)
        : undefined;
  if (!found) return "";
  const step = "step" in found ? found.step : found.owner;
  const isWhole = seesWholeEvent(document, nodes, found.consumer.id, step.id);
  return isWhole ? found.consumer.when.join("\n") : "";
}

/** "6 of the last 10 events would pass." Says nothing where that cannot be known, or nothing has come yet. */
export function PassingLine({ condition }: { readonly condition: Condition }) {
  const trpc = useTRPC();
  const workspace = useEditor((state) => state.workspace);
  const topics = useEditor(topicsHere);
  const asked = useRested(condition);
  const text = JSON.stringify(asked);
  const isAskable =
    topics !== "" && conditionGap(asked) === undefined && text.length < maxLength && !text.includes("steps.");
  const { data } = useQuery({
    ...trpc.events.countPassing.queryOptions({ workspace, topics: topics.split("\n"), condition: asked }),
    enabled: isAskable,
    refetchInterval: freshMs,
    placeholderData: keepPreviousData,
    // What is wrong with a condition is said above; that the server is away, by the bar.
    retry: false,
  });
  if (!isAskable || !data || data.of === 0) return null;
  return (
    <span className="text-muted" data-testid="passing">
      {" "}
      {data.of === 1
        ? `The last event would ${data.passed === 1 ? "" : "not "}pass.`
        : `${data.passed} of the last ${data.of} events would pass.`}
    </span>
  );
}
