"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, GitCompareArrows, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatPlural } from "@/app/_ui/format";
import { MarkedText } from "@/app/_ui/marked-text";
import { Pill } from "@/app/_ui/pill";
import { Sheet } from "@/app/_ui/sheet";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { Time } from "@/app/_ui/time";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { RevisionLine } from "../state/flow-api";
import { Comparison } from "./comparison";
import { RollBackSheet } from "./roll-back-sheet";

/** Who deployed what, when and why; any two states compared; one press back to an earlier one. */
export function HistorySheet() {
  const store = useEditorStore();
  const trpc = useTRPC();
  const workspace = useEditor((state) => state.workspace);
  const flow = useEditor((state) => state.flow);
  const live = useEditor((state) => state.revision);
  const revisions = useQuery({
    ...trpc.flows.revisions.queryOptions({ workspace, flow, limit: 100 }),
    refetchOnMount: "always",
  });
  const [compared, setCompared] = useState<readonly [string, string]>();
  const [goingBack, setGoingBack] = useState<number>();
  const close = () => store.setState({ isHistoryOpen: false });
  if (goingBack !== undefined) {
    return <RollBackSheet revision={goingBack} onCancel={() => setGoingBack(undefined)} onDone={close} />;
  }
  return (
    <Sheet
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
      title={compared === undefined ? "History" : "Compare"}
    >
      {revisions.error === null ? null : <Banner tone="bad">{revisions.error.message}</Banner>}
      {revisions.data === undefined ? (
        revisions.error === null ? (
          <SkeletonRows />
        ) : null
      ) : compared === undefined ? (
        revisions.data.length === 0 ? (
          <EmptyState icon={RotateCcw}>Nothing was deployed yet.</EmptyState>
        ) : (
          <ol className="flex flex-col" aria-label="Revisions">
            {revisions.data.map((line) => (
              <Line
                key={line.number}
                line={line}
                onCompare={() =>
                  setCompared(
                    line.number === live
                      ? [`${line.number}`, "draft"]
                      : [`${line.number}`, `${live ?? "draft"}`],
                  )
                }
                onRollBack={() => setGoingBack(line.number)}
              />
            ))}
          </ol>
        )
      ) : (
        <>
          <Button size="dense" icon={ArrowLeft} className="w-fit" onClick={() => setCompared(undefined)}>
            All revisions
          </Button>
          <Comparison
            numbers={revisions.data.map(({ number }) => number)}
            compared={compared}
            onCompared={setCompared}
          />
        </>
      )}
    </Sheet>
  );
}

interface LineProps {
  readonly line: RevisionLine;
  readonly onCompare: () => void;
  readonly onRollBack: () => void;
}

function Line({ line, onCompare, onRollBack }: LineProps) {
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const { number, isLive, changes, deployments } = line;
  const first = changes[0]?.message;
  return (
    <li
      aria-label={`Revision ${number}`}
      className="flex flex-col gap-1 border-b py-3 first:pt-0 last:border-b-0"
    >
      <div className="flex items-center gap-2">
        <h3 className="text-dense font-strong">Revision {number}</h3>
        {isLive ? <Pill tone="ok">Live</Pill> : null}
        <span className="flex-1" />
        <Button size="dense" variant="ghost" icon={GitCompareArrows} onClick={onCompare}>
          Compare
        </Button>
        {isLive || isReadOnly ? null : (
          <Button size="dense" icon={RotateCcw} onClick={onRollBack}>
            Roll back
          </Button>
        )}
      </div>
      {first === undefined ? null : (
        <p className="text-dense text-text-2">
          <MarkedText>{first}</MarkedText>
          {changes.length > 1 ? ` And ${formatPlural(changes.length - 1, "more change")}.` : ""}
        </p>
      )}
      <ul className="flex flex-col gap-0.5 text-label font-normal text-muted">
        {deployments.map(({ at, by, kind, note }) => (
          <li key={at.toISOString()}>
            {kind === "rollback" ? "Rolled back to by" : "Deployed by"} {by} · <Time at={at} />
            {note === null ? null : <span className="block text-text-2">“{note}”</span>}
          </li>
        ))}
      </ul>
    </li>
  );
}
