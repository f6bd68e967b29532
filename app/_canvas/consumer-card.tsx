"use client";

import type { NodeProps } from "@xyflow/react";
import { ChevronDown, ChevronRight } from "lucide-react";
import { memo } from "react";
import { askForStep } from "@/app/_editor/actions/ask-actions";
import { toggleCollapsed } from "@/app/_editor/actions/change-actions";
import { useEditorStore } from "@/app/_editor/state/editor-context";
import { Icon } from "@/app/_ui/icon";
import { KindTile } from "@/app/_ui/kind-tile";
import type { Consumer } from "@/flow/document/flow-document";
import { cardRows } from "@/flow/graph/card-rows";
import { rowHeight } from "@/flow/graph/card-size";
import { CardFar } from "./card-far";
import { CardFrame } from "./card-frame";
import { ChangedDot, ProblemMark } from "./card-marks";
import { CardMenuButton } from "./card-menu-button";
import { ConsumerFoot, WhenRow } from "./consumer-lines";
import { AddStepRow, ConsumerRow } from "./consumer-row";
import { useScope } from "./detail";
import { Inlet, Outlet } from "./outlet";
import type { ConsumerNode } from "./project-flow";

/** 272 wide: reacts to topics; its steps read from top to bottom like a recipe. */
export const ConsumerCard = memo(function ConsumerCard({ id, data }: NodeProps<ConsumerNode>) {
  const { card } = data;
  const { detail } = useScope();
  const isCollapsed = card.collapsed === true;
  const steps = card.steps.length === 1 ? "1 step" : `${card.steps.length} steps`;
  return (
    <CardFrame
      cardKey={id}
      label={`${card.name}, consumer of ${card.when.join(" and ") || "no topic"}, ${steps}`}
      isUnfinished={card.steps.length === 0 || card.when.length === 0}
      className="flex flex-col rounded-card"
    >
      {detail === "far" ? null : (
        <>
          <Title consumer={card} cardKey={id} />
          {isCollapsed ? null : detail === "near" ? (
            <Rows consumer={card} cardKey={id} />
          ) : (
            <Bars of={card} />
          )}
          <ConsumerFoot consumer={card} />
        </>
      )}
      <CardFar tile={<KindTile kind="consumer" />} title={card.name} />
      <Inlet className={isCollapsed ? "top-[22.5px]!" : "top-[58px]!"} />
      <FootOutlet consumer={card} cardKey={id} />
    </CardFrame>
  );
});

interface RowsProps {
  readonly consumer: Consumer;
  readonly cardKey: string;
}

function Rows({ consumer, cardKey }: RowsProps) {
  return (
    <>
      <WhenRow consumer={consumer} cardKey={cardKey} />
      <div className="card-detail card-rows shrink-0 border-t">
        {cardRows(consumer).map((row) => (
          <ConsumerRow key={row.key} row={row} consumer={consumer} />
        ))}
        <AddStepRow consumer={consumer} />
      </div>
    </>
  );
}

/** From afar steps are lines. */
function Bars({ of: consumer }: { readonly of: Consumer }) {
  return (
    <div aria-hidden className="mt-7 shrink-0 border-t">
      {cardRows(consumer).map((row) => (
        <div key={row.key} className="flex items-center px-3" style={{ height: rowHeight(row) }}>
          <span className="h-1.5 w-3/5 rounded-chip bg-border" style={{ marginLeft: 24 + row.depth * 16 }} />
        </div>
      ))}
    </div>
  );
}

function Title({ consumer, cardKey }: RowsProps) {
  const store = useEditorStore();
  const isCollapsed = consumer.collapsed === true;
  return (
    <div className="drag-handle flex h-11 shrink-0 items-center gap-2 pr-2 pl-3">
      <span className="card-near">
        <KindTile kind="consumer" />
      </span>
      <span className="card-near flex min-w-0 flex-1 items-center gap-1.5">
        <ChangedDot place={cardKey} />
        <span className="card-title truncate font-strong" title={consumer.name}>
          {consumer.name}
        </span>
      </span>
      <ProblemMark cardKey={cardKey} />
      <button
        type="button"
        tabIndex={-1}
        aria-label={isCollapsed ? "Unfold" : "Fold"}
        onClick={(event) => {
          event.stopPropagation();
          toggleCollapsed(store, consumer.id);
        }}
        className="nodrag card-tool card-detail grid size-6 shrink-0 place-items-center rounded-chip text-muted hover:bg-hover hover:text-text"
      >
        <Icon of={isCollapsed ? ChevronRight : ChevronDown} />
      </button>
      <CardMenuButton menuKey={cardKey} className="-ml-2 opacity-100" />
    </div>
  );
}

/** What leaves the consumer as a whole: a new publishing step at its end. */
function FootOutlet({ consumer, cardKey }: RowsProps) {
  const store = useEditorStore();
  const add = () =>
    askForStep(
      store,
      { kind: "place", place: { consumerId: consumer.id, index: consumer.steps.length } },
      { key: cardKey },
    );
  return (
    <Outlet
      label="Add a step, or draw to publish"
      onPress={add}
      className={consumer.collapsed ? "top-[22.5px]!" : "top-auto! bottom-[15px]! translate-y-1/2!"}
    />
  );
}
