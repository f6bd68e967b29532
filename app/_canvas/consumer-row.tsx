"use client";

import { CircleDashed, Plus, TriangleAlert } from "lucide-react";
import { askForStep } from "@/app/_editor/actions/ask-actions";
import { branchTrialOf, staleReason } from "@/app/_editor/samples/trial";
import { issuesAt, isWrong } from "@/app/_editor/state/derived";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import type { Branch, Consumer } from "@/flow/document/flow-document";
import { branchText } from "@/flow/graph/branch-text";
import type { CardRow } from "@/flow/graph/card-rows";
import { findBranch, findStep } from "@/flow/graph/step-tree";
import { Rails } from "./rails";
import { StepRow } from "./step-row";

interface RowProps {
  readonly row: CardRow;
  readonly consumer: Consumer;
}

/** One line of a consumer's list. */
export function ConsumerRow({ row, consumer }: RowProps) {
  switch (row.kind) {
    case "step":
      return <StepRow step={row.step} consumer={consumer} depth={row.depth} />;
    case "branch":
      return <BranchRow branch={row.branch} depth={row.depth} />;
    case "nothing":
      return <NothingRow branch={row.branch} consumer={consumer} depth={row.depth} />;
    case "then":
      return (
        <Line depth={row.depth}>
          <span className="row-text shrink-0 text-label text-muted">Then, for all branches</span>
          <span className="h-px flex-1 bg-border" />
        </Line>
      );
    case "more":
      return <MoreRow consumerId={consumer.id} count={row.count} />;
  }
}

/** The way to the steps that the card has no room for. */
function MoreRow({ consumerId, count }: { readonly consumerId: string; readonly count: number }) {
  const store = useEditorStore();
  const key = `more:${consumerId}`;
  const isCursor = useEditor(({ cursor }) => cursor === key);
  return (
    <button
      type="button"
      data-key={key}
      data-testid={key}
      tabIndex={isCursor ? 0 : -1}
      onFocus={() => store.setState({ cursor: key })}
      onClick={(event) => {
        event.stopPropagation();
        store.setState({ consumerView: consumerId });
      }}
      className="nodrag flex h-7 w-full items-center px-3 text-label text-accent-text hover:bg-hover focus-visible:-outline-offset-2"
    >
      <span className="row-text">{count === 1 ? "1 more step" : `${count} more steps`}</span>
    </button>
  );
}

function Line({ depth, children }: { readonly depth: number; readonly children: React.ReactNode }) {
  return (
    <div className="relative flex h-7 items-center gap-2 px-3">
      <Rails depth={depth} />
      {children}
    </div>
  );
}

/** Whether the draft went this way when it was last tried. */
function BranchTrial({ branchId }: { readonly branchId: string }) {
  const isTaken = useEditor((state) => {
    const owner = state.trial && findBranch(state.document, branchId)?.owner;
    return owner && branchTrialOf(state, branchId, owner.id);
  });
  const isStale = useEditor((state) => staleReason(state) !== undefined);
  if (isTaken === undefined) return null;
  return (
    <span className={cn("shrink-0 font-normal text-muted", isStale && "opacity-60")}>
      {isTaken ? "taken" : "not taken"}
    </span>
  );
}

/** "If total > 100", at the head of its steps. */
function BranchRow({ branch, depth }: { readonly branch: Branch; readonly depth: number }) {
  const store = useEditorStore();
  const key = `branch:${branch.id}`;
  const isSelected = useEditor(({ selection }) => selection.kind === "branch" && selection.id === branch.id);
  const isCursor = useEditor(({ cursor }) => cursor === key);
  const issue = useEditor((state) => issuesAt(state, key).find(({ severity }) => severity !== "warning"));
  const isWrongHere = useEditor((state) => issue !== undefined && isWrong(state, issue));
  const text = branchText(branch);
  return (
    <button
      type="button"
      data-key={key}
      tabIndex={isCursor ? 0 : -1}
      onFocus={() => store.setState({ cursor: key })}
      onClick={(event) => {
        event.stopPropagation();
        const owner = findBranch(store.getState().document, branch.id)?.owner;
        store.select(
          branch.condition === undefined && owner
            ? { kind: "step", id: owner.id }
            : { kind: "branch", id: branch.id },
        );
        store.setState({ isInspectorOpen: true });
      }}
      className={cn(
        "nodrag step-row relative flex h-7 w-full cursor-default items-center gap-2 px-3 text-left text-label text-text-2 hover:bg-hover",
        "focus-visible:-outline-offset-2",
        isSelected && "bg-accent-soft",
      )}
    >
      <Rails depth={depth} />
      <span className="row-text min-w-0 flex-1 truncate" title={text}>
        {text}
      </span>
      {issue ? (
        <span
          title={issue.message.replaceAll(/[*`]/g, "")}
          className={cn(
            "flex shrink-0 items-center gap-1 font-normal",
            isWrongHere ? "text-bad" : "text-muted",
          )}
        >
          Needs a condition
          <Icon
            of={isWrongHere ? TriangleAlert : CircleDashed}
            size={14}
            className={isWrongHere ? "text-bad-mark" : "text-off-mark"}
            label={isWrongHere ? "Problem" : "Unfinished"}
          />
        </span>
      ) : (
        <BranchTrial branchId={branch.id} />
      )}
    </button>
  );
}

interface NothingRowProps {
  readonly branch: Branch;
  readonly consumer: Consumer;
  readonly depth: number;
}

/** An empty branch says so, and offers to be filled. */
function NothingRow({ branch, consumer, depth }: NothingRowProps) {
  const store = useEditorStore();
  const key = `nothing:${branch.id}`;
  const place = { consumerId: consumer.id, branchId: branch.id, index: 0 };
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isTarget = useEditor(({ stepDrag }) => stepDrag?.place?.branchId === branch.id);
  const isCursor = useEditor(({ cursor }) => cursor === key);
  return (
    <div
      className="step-row relative flex h-7 items-center gap-2 px-3"
      data-place={isTarget ? "before" : undefined}
    >
      <Rails depth={depth} />
      <button
        type="button"
        data-key={key}
        disabled={isReadOnly}
        data-drop-consumer={consumer.id}
        data-drop-branch={branch.id}
        data-drop-index={0}
        aria-label="Nothing happens. Add step"
        tabIndex={isCursor ? 0 : -1}
        onFocus={() => store.setState({ cursor: key })}
        onClick={(event) => {
          event.stopPropagation();
          askForStep(store, { kind: "place", place }, { key });
        }}
        className="nodrag group/nothing flex h-full w-full min-w-0 cursor-default items-center gap-1.5 text-left text-label font-normal text-muted hover:text-text focus-visible:-outline-offset-2"
      >
        <span className="row-text truncate group-enabled/nothing:group-hover/nothing:hidden group-focus-visible/nothing:hidden">
          Nothing happens
        </span>
        <span className="hidden items-center gap-1.5 group-enabled/nothing:group-hover/nothing:flex group-focus-visible/nothing:flex">
          <Icon of={Plus} size={14} />
          Add step
        </span>
      </button>
    </div>
  );
}

/** The way to one more step at the end of the list: on hover, on focus, and while there is none. */
export function AddStepRow({ consumer }: { readonly consumer: Consumer }) {
  const store = useEditorStore();
  const key = `add:${consumer.id}`;
  const index = consumer.steps.length;
  const isCursor = useEditor(({ cursor }) => cursor === key);
  const isTarget = useEditor(
    ({ stepDrag, document }) =>
      stepDrag?.place?.consumerId === consumer.id &&
      stepDrag.place.branchId === undefined &&
      stepDrag.place.index === index &&
      findStep(document, stepDrag.stepId)?.consumer.id !== undefined,
  );
  const isReadOnly = useEditor((state) => state.isReadOnly);
  // Its place stays: cards are as high for everybody.
  if (isReadOnly) return <div className="h-7" />;
  return (
    <div className="step-row row-add relative h-7" data-place={isTarget ? "before" : undefined}>
      <button
        type="button"
        data-key={key}
        data-testid={key}
        data-drop-consumer={consumer.id}
        data-drop-index={index}
        tabIndex={isCursor ? 0 : -1}
        onFocus={() => store.setState({ cursor: key })}
        onClick={(event) => {
          event.stopPropagation();
          askForStep(store, { kind: "place", place: { consumerId: consumer.id, index } }, { key });
        }}
        className="nodrag flex h-7 w-full items-center gap-2 px-3 text-label text-muted hover:bg-hover hover:text-text focus-visible:-outline-offset-2"
      >
        <Icon of={Plus} />
        Add step
      </button>
    </div>
  );
}
