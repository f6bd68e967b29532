"use client";

import { X } from "lucide-react";
import { HostedForm } from "@/app/_form/hosted-form";
import { IconButton } from "@/app/_ui/icon-button";
import { useEditor, useEditorStore } from "../state/editor-context";

/** The form of a producer beside the canvas: what is sent here is a real event. */
export function FormPanel({ producerId }: { readonly producerId: string }) {
  const store = useEditorStore();
  const producer = useEditor(({ document }) => document.producers.find(({ id }) => id === producerId));
  const nodes = useEditor((state) => state.nodes);
  const address = useEditor(({ addresses }) => addresses.get(producerId)?.address);
  const definition = producer && nodes.producer(producer.type);
  const config = definition?.config.safeParse(producer?.config);
  const form = config?.success ? definition?.form?.(config.data) : undefined;
  return (
    <aside
      aria-label="Form"
      data-testid="form-panel"
      className="flex w-86 shrink-0 flex-col border-l bg-surface"
      onKeyDown={(event) => {
        if (event.key === "Escape") store.setState({ formPanel: undefined });
      }}
    >
      <header className="flex h-11 shrink-0 items-center gap-2 border-b pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate text-heading">Fill in the form</h2>
        <IconButton icon={X} label="Close" onClick={() => store.setState({ formPanel: undefined })} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        {form && address !== undefined ? (
          <HostedForm form={form} action={new URL(address).pathname} headingLevel={2} />
        ) : (
          <p className="text-dense text-text-2">
            This form is not finished, or its address is not known yet. Look at its fields, then try again.
          </p>
        )}
      </div>
    </aside>
  );
}
