"use client";

import { GripVertical } from "lucide-react";
import { memo } from "react";
import { askForTopic } from "@/app/_editor/actions/ask-actions";
import { openLive } from "@/app/_editor/actions/live-actions";
import { issuesAt, isWrong } from "@/app/_editor/state/derived";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { nodeIcon } from "@/app/_ui/node-icon";
import type { Consumer, Step } from "@/flow/document/flow-document";
import { outletOf } from "@/flow/node/outlet-of";
import type { StepDefinition } from "@/flow/node/step-definition";
import { ChangedDot } from "./card-marks";
import { CardMenuButton } from "./card-menu-button";
import { Outlet } from "./outlet";
import { stepOutletId } from "./project-flow";
import { Rails } from "./rails";
import { RowEnd } from "./row-end";
import { useStepDrag } from "./use-step-drag";
import { useStepPlace } from "./use-step-place";

interface StepRowProps {
  readonly step: Step;
  readonly consumer: Consumer;
  readonly depth: number;
}

/** 32 px: grip, icon, what the step does in words, and how it went. */
export const StepRow = memo(function StepRow({ step, consumer, depth }: StepRowProps) {
  const store = useEditorStore();
  const key = `step:${step.id}`;
  const definition = useEditor(({ nodes }) => nodes.step(step.type));
  const isSelected = useEditor(({ selection }) => selection.kind === "step" && selection.id === step.id);
  const isCursor = useEditor(({ cursor }) => cursor === key);
  const isWrongHere = useEditor((state) => issuesAt(state, key).some((issue) => isWrong(state, issue)));
  const place = useStepPlace(step.id);
  const startDrag = useStepDrag(step.id);
  const open = () => {
    store.select({ kind: "step", id: step.id });
    store.setState({ isInspectorOpen: true });
    // No form fits there: a finger asks for what happened.
    if (store.getState().isPhone) openLive(store, { consumerId: consumer.id });
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the canvas handles the keys of all its things in one place
    // biome-ignore lint/a11y/useSemanticElements: a row with controls of its own; a fieldset is for forms
    <div
      role="group"
      aria-roledescription="step"
      aria-label={step.name ?? definition?.row(step.config) ?? step.type}
      data-key={key}
      data-testid={key}
      data-step-type={step.type}
      data-place={place.indicator}
      data-drop-consumer={consumer.id}
      data-drop-branch={place.branchId}
      data-drop-index={place.index}
      tabIndex={isCursor ? 0 : -1}
      onFocus={() => store.setState({ cursor: key })}
      onClick={(event) => {
        event.stopPropagation();
        open();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        store.setState({ menu: { key, x: event.clientX, y: event.clientY } });
      }}
      className={cn(
        "nodrag step-row group/row relative flex h-8 items-center gap-2 pr-3 pl-3 focus-visible:-outline-offset-2",
        isSelected ? "bg-accent-soft" : "hover:bg-hover",
        step.disabled && "hatched text-muted",
        place.isDragged && "opacity-50",
      )}
    >
      {isSelected ? <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-ring" /> : null}
      <Rails depth={depth} />
      <span
        onPointerDown={startDrag}
        className="step-grip absolute left-0 z-card grid h-8 w-3 cursor-grab place-items-center text-muted opacity-0 group-hover/row:opacity-100 group-focus/row:opacity-100"
      >
        <Icon of={GripVertical} size={12} />
      </span>
      <ChangedDot place={key} />
      <Icon
        of={nodeIcon(definition?.icon ?? "box")}
        className={step.disabled ? "text-disabled" : "text-text-2"}
      />
      <RowText step={step} definition={definition} isWrong={isWrongHere} />
      <RowEnd step={step} definition={definition} consumerId={consumer.id} />
      <CardMenuButton
        menuKey={key}
        className="-mr-1.5 hidden group-hover/row:grid group-hover/row:opacity-100 group-focus/row:grid"
      />
      {outletOf(definition, step.config) ? (
        <Outlet
          id={stepOutletId(step.id)}
          label="Draw to a topic"
          onPress={() => askForTopic(store, { kind: "step", id: step.id }, { key })}
        />
      ) : null}
    </div>
  );
});

interface RowTextProps {
  readonly step: Step;
  readonly definition: StepDefinition | undefined;
  readonly isWrong: boolean;
}

function RowText({ step, definition, isWrong: isWrongHere }: RowTextProps) {
  const text = step.name ?? definition?.row(step.config) ?? step.type;
  const topic = definition?.publishes?.topicOf(step.config);
  const isTopicShown = topic !== undefined && text.endsWith(topic);
  return (
    <span
      title={text}
      className={cn(
        "row-text min-w-0 flex-1 truncate",
        step.disabled && "line-through",
        isWrongHere && "text-bad",
      )}
    >
      {isTopicShown ? (
        <>
          {text.slice(0, -topic.length)}
          <span className="font-mono text-mono">{topic}</span>
        </>
      ) : (
        text
      )}
    </span>
  );
}
