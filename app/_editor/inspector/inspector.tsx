"use client";

import { useEffect, useRef } from "react";
import { useEditor, useEditorStore } from "../state/editor-context";
import { focusElement, focusSoon } from "../state/focus";
import { inspectedKey } from "../state/inspected-key";
import { focusKeyOf } from "../state/selection";
import { BranchInspector } from "./branch-inspector";
import { ConsumerInspector } from "./consumer-inspector";
import { ProducerInspector } from "./producer-inspector";
import { StepInspector } from "./step-inspector";
import { TopicInspector } from "./topic-inspector";
import { WireInspector } from "./wire-inspector";

/** The form of what is selected, at the right of the canvas. */
export function Inspector() {
  const store = useEditorStore();
  const key = useEditor(inspectedKey);
  const frame = useRef<HTMLElement>(null);
  useWantedField(frame, key);
  if (key === undefined) return null;
  return (
    <aside
      ref={frame}
      aria-label="Inspector"
      data-testid="inspector"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        const back = focusKeyOf(store.getState().selection);
        if (back !== undefined) focusElement(back);
      }}
      className="flex h-full min-h-0 w-full flex-col overflow-hidden bg-surface text-dense"
    >
      <Content key={key} inspected={key} />
    </aside>
  );
}

function Content({ inspected }: { readonly inspected: string }) {
  const id = inspected.slice(inspected.indexOf(":") + 1);
  switch (inspected.slice(0, inspected.indexOf(":"))) {
    case "producer":
      return <ProducerInspector id={id} />;
    case "topic":
      return <TopicInspector name={id} />;
    case "consumer":
      return <ConsumerInspector id={id} />;
    case "step":
      return <StepInspector id={id} />;
    case "branch":
      return <BranchInspector id={id} />;
    default:
      return <WireInspector id={id} />;
  }
}

const controls =
  "input, textarea, [role=textbox], [role=combobox], [role=radio][tabindex='0'], select, button";

/** Puts the keyboard into the field that was asked for; an empty name means the first one that lacks something. */
function useWantedField(frame: React.RefObject<HTMLElement | null>, key: string | undefined): void {
  const store = useEditorStore();
  const wanted = useEditor((state) => state.wantedField);
  useEffect(() => {
    if (wanted === undefined || key === undefined) return;
    store.setState({ wantedField: undefined });
    // Not taken back when the effect runs again: taking the wish off the store makes it do so at once.
    focusSoon(() => {
      const root = frame.current;
      if (!root) return undefined;
      const name = wanted.split(".")[0] ?? "";
      if (name === "@name") {
        const box = root.querySelector<HTMLInputElement>("[data-field='@name'] input");
        // What is typed takes the place of the old name.
        box?.select();
        return box;
      }
      const field =
        name === "" ? firstOpenField(root) : root.querySelector(`[data-field="${CSS.escape(name)}"]`);
      return (
        field?.querySelector<HTMLElement>("[data-first-control]") ??
        field?.querySelector<HTMLElement>(controls) ??
        root.querySelector<HTMLElement>(`[data-field] :is(${controls})`)
      );
    });
  }, [wanted, key, store, frame]);
}

/** The first field that wants to be filled and is empty, else the first field. */
function firstOpenField(root: HTMLElement): Element | null {
  const fields = [...root.querySelectorAll<HTMLElement>("[data-field]:not([data-field='@name'])")];
  const isEmpty = (field: HTMLElement) => {
    const control = field.querySelector<HTMLElement>("input, textarea, [role=textbox]");
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)
      return control.value === "";
    return control !== null && control.textContent === "";
  };
  return fields.find((field) => field.dataset.optional === undefined && isEmpty(field)) ?? fields[0] ?? null;
}
