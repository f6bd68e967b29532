"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Field } from "@/app/_ui/field";
import { Select } from "@/app/_ui/select";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { diffFlows } from "@/flow/diff/diff-flows";
import type { FlowDocument } from "@/flow/document/flow-document";
import { useEditor } from "../state/editor-context";
import { ChangeList } from "./change-list";
import { DiffDrawing } from "./diff-drawing";

interface ComparisonProps {
  /** All that can be chosen, the newest first. */
  readonly numbers: readonly number[];
  /** Two of them, or `draft`. */
  readonly compared: readonly [string, string];
  readonly onCompared: (compared: readonly [string, string]) => void;
}

/** Any two states of the flow: drawn together, and one sentence per change. */
export function Comparison({ numbers, compared, onCompared }: ComparisonProps) {
  const [from, to] = compared;
  const live = useEditor((state) => state.revision);
  const before = useDocument(from);
  const after = useDocument(to);
  const options = [
    { value: "draft", label: "The draft" },
    ...numbers.map((number) => ({
      value: `${number}`,
      label: `Revision ${number}${number === live ? ", live" : ""}`,
    })),
  ];
  const error = before.error ?? after.error;
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Field label="From">
          <Select value={from} onValueChange={(value) => onCompared([value, to])} options={options} />
        </Field>
        <Field label="To">
          <Select value={to} onValueChange={(value) => onCompared([from, value])} options={options} />
        </Field>
      </div>
      {error === undefined ? null : <Banner tone="bad">{error}</Banner>}
      {before.document && after.document ? (
        <Differences before={before.document} after={after.document} />
      ) : error === undefined ? (
        <SkeletonRows />
      ) : null}
    </>
  );
}

/** The document of a revision, or the draft as it is drawn now. */
function useDocument(which: string): { document: FlowDocument | undefined; error: string | undefined } {
  const trpc = useTRPC();
  const workspace = useEditor((state) => state.workspace);
  const flow = useEditor((state) => state.flow);
  const draft = useEditor((state) => state.document);
  const isDraft = which === "draft";
  const { data, error } = useQuery({
    ...trpc.flows.revision.queryOptions({ workspace, flow, revision: isDraft ? 1 : Number(which) }),
    enabled: !isDraft,
  });
  return { document: isDraft ? draft : data?.document, error: isDraft ? undefined : error?.message };
}

function Differences({ before, after }: { readonly before: FlowDocument; readonly after: FlowDocument }) {
  const nodes = useEditor((state) => state.nodes);
  const changes = useMemo(() => diffFlows(before, after, nodes), [before, after, nodes]);
  return (
    <>
      <DiffDrawing before={before} after={after} />
      <ChangeList changes={changes} />
      {changes.length === 0 ? <p className="text-dense text-muted">These two are the same.</p> : null}
    </>
  );
}
