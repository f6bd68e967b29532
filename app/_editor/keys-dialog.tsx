"use client";

import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { KeyHint } from "@/app/_ui/key-hint";
import { TextLink } from "@/app/_ui/text-link";
import { keyGroups } from "./keys-list";
import { useEditor, useEditorStore } from "./state/editor-context";

/** `?`: what the keyboard can do. */
export function KeysDialog() {
  const store = useEditorStore();
  const isOpen = useEditor((state) => state.isKeysOpen);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => store.setState({ isKeysOpen: open })}
      title="Keys"
      size="wide"
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
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
        {keyGroups.map(({ title, keys }) => (
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
