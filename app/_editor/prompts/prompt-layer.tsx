"use client";

import { useMemo } from "react";
import { Popover } from "@/app/_ui/popover";
import { useEditor, useEditorStore } from "../state/editor-context";
import { focusElement } from "../state/focus";
import type { Anchor, Prompt } from "../state/prompt";
import { focusKeyOf } from "../state/selection";
import { AnyOrAll } from "./any-or-all";
import { CommandList } from "./command-list";
import { ConnectTo } from "./connect-to";
import { FindList } from "./find-list";
import { InsertChoices } from "./insert-choices";
import { NameTopic } from "./name-topic";
import { QuickAdd } from "./quick-add";
import { RenameTopic } from "./rename-topic";
import { StepPicker } from "./step-picker";

/** Something that Base UI can place a popover beside. */
function anchorBox(anchor: Anchor): { getBoundingClientRect: () => DOMRect } {
  return {
    getBoundingClientRect: () => {
      if ("key" in anchor) {
        const element = document.querySelector(`[data-key="${CSS.escape(anchor.key)}"]`);
        if (element) return element.getBoundingClientRect();
      }
      const point = "x" in anchor ? anchor : { x: innerWidth / 2, y: innerHeight / 3 };
      return new DOMRect(point.x, point.y, 0, 0);
    },
  };
}

const isList = (prompt: Prompt) => prompt.kind !== "name-topic" && prompt.kind !== "rename-topic";

const labels: Readonly<Record<Prompt["kind"], string>> = {
  "pick-step": "Steps",
  "name-topic": "Topic",
  "quick-add": "Add",
  "connect-to": "Wire to",
  insert: "Insert",
  "any-or-all": "Any or all",
  commands: "Commands",
  find: "Find",
  "rename-topic": "Rename topic",
};

/** Lists of the whole editor, which stand beside nothing. */
const isWide = (prompt: Prompt) => prompt.kind === "commands" || prompt.kind === "find";

/** The one question that is open, where its answer will stand. */
export function PromptLayer() {
  const store = useEditorStore();
  const prompt = useEditor((state) => state.prompt);
  const anchor = prompt?.anchor;
  const box = useMemo(() => (anchor ? anchorBox(anchor) : undefined), [anchor]);
  if (!prompt || !box) return null;
  const close = () => {
    const { selection } = store.getState();
    store.setState({ prompt: undefined });
    const back = "key" in prompt.anchor ? prompt.anchor.key : focusKeyOf(selection);
    if (back !== undefined) focusElement(back);
  };
  return (
    <Popover
      open
      label={labels[prompt.kind]}
      anchor={box}
      side={isList(prompt) && !isWide(prompt) ? "right" : "bottom"}
      align={isWide(prompt) ? "center" : "start"}
      className={isWide(prompt) ? "w-140 gap-0 p-0" : isList(prompt) ? "w-90 gap-0 p-0" : "w-80"}
      onOpenChange={(isOpen) => {
        if (!isOpen && store.getState().prompt === prompt) close();
      }}
    >
      <Question prompt={prompt} onCancel={close} />
    </Popover>
  );
}

function Question({ prompt, onCancel }: { readonly prompt: Prompt; readonly onCancel: () => void }) {
  switch (prompt.kind) {
    case "pick-step":
      return <StepPicker target={prompt.target} />;
    case "name-topic":
      return <NameTopic prompt={prompt} onCancel={onCancel} />;
    case "quick-add":
      return <QuickAdd position={prompt.position} onCancel={onCancel} />;
    case "connect-to":
      return <ConnectTo from={prompt.from} onCancel={onCancel} />;
    case "insert":
      return <InsertChoices wireId={prompt.wireId} onCancel={onCancel} />;
    case "any-or-all":
      return <AnyOrAll consumerId={prompt.consumerId} topic={prompt.topic} onCancel={onCancel} />;
    case "commands":
      return <CommandList onCancel={onCancel} />;
    case "find":
      return <FindList onCancel={onCancel} />;
    case "rename-topic":
      return <RenameTopic topic={prompt.topic} onCancel={onCancel} />;
  }
}
