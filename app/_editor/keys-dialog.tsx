"use client";

import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { KeyHint } from "@/app/_ui/key-hint";
import { TextLink } from "@/app/_ui/text-link";
import { useEditor, useEditorStore } from "./state/editor-context";

const groups = [
  {
    title: "Walk",
    keys: [
      ["Left / Right", "Against or along the wires"],
      ["Up / Down", "Through the rows of a card, then to the next card"],
      ["W", "To the next wire"],
      ["/", "Find a card or step"],
      ["Enter", "Open the form; on a wire its menu"],
      ["Escape", "Back"],
    ],
  },
  {
    title: "Draw",
    keys: [
      ["N", "Add a card"],
      ["C", "Wire to…"],
      ["Delete", "Remove"],
      ["F2", "Rename"],
      ["L", "Arrange cards"],
      ["Shift", "Press on more cards, or draw a frame around them"],
      ["Mod+A", "Select all cards"],
      ["G", "Group what is selected"],
      ["T", "Write a note"],
    ],
  },
  {
    title: "Steps",
    keys: [
      ["Alt+Up", "Move up, also into and out of branches"],
      ["Alt+Down", "Move down"],
      ["Mod+D", "Duplicate"],
      ["E", "Disable or enable"],
      ["Space", "Fold or unfold the consumer"],
    ],
  },
  {
    title: "Everywhere",
    keys: [
      ["Mod+Enter", "Run the draft"],
      ["Mod+Z", "Undo"],
      ["Mod+Shift+Z", "Redo"],
      ["Mod+K", "Any command"],
      ["Mod+C / X / V", "Copy, cut, paste, also to other flows"],
      ["O", "Outline or canvas"],
      ["M", "Small map"],
      ["1 / 2", "Show all, or what is selected"],
      ["0", "Zoom to 100 %"],
      ["+ / -", "Zoom"],
      ["?", "This list"],
    ],
  },
] as const;

/** `?`: what the keyboard can do. */
export function KeysDialog() {
  const store = useEditorStore();
  const isOpen = useEditor((state) => state.isKeysOpen);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => store.setState({ isKeysOpen: open })}
      title="Keys"
      size="form"
      footer={
        <>
          <span className="mr-auto self-center text-label font-normal text-muted">
            Drawn with{" "}
            <TextLink href="https://reactflow.dev" target="_blank" rel="noreferrer">
              React Flow
            </TextLink>
          </span>
          <DialogCancel>Close</DialogCancel>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-x-6 gap-y-4">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="pb-1 text-label text-muted">{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key} className="flex min-h-7 items-baseline justify-between gap-3 text-dense">
                  <dt className="order-2 shrink-0">
                    <KeyHint keys={key} />
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
