"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { flowPath } from "@/app/_flows/flow-paths";
import { FlowPictureView } from "@/app/_flows/flow-picture-view";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DialogCancel } from "@/app/_ui/dialog";
import { Sentence } from "@/app/_ui/sentence";
import { Sheet } from "@/app/_ui/sheet";
import type { ShownTemplate } from "./template-card";

interface TemplateSheetProps {
  readonly workspace: string;
  /** Absent: closed. */
  readonly template: ShownTemplate | undefined;
  readonly onClose: () => void;
}

/** A template from near: what it does and what to watch. *Use template* makes a flow of it and opens that. */
export function TemplateSheet({ workspace, template, onClose }: TemplateSheetProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const refusal = useRefusal(workspace, "flow.edit");
  const startButton = useRef<HTMLButtonElement>(null);
  const use = useMutation(trpc.templates.use.mutationOptions());
  const start = () => {
    if (template === undefined) return;
    use.mutate(
      { workspace, template: template.id },
      {
        onSuccess: ({ slug }) => {
          void queryClient.invalidateQueries(trpc.flows.list.queryFilter({ workspace }));
          router.push(flowPath(workspace, slug));
        },
      },
    );
  };
  return (
    <Sheet
      open={template !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={template?.title ?? ""}
      description={template?.summary}
      initialFocus={startButton}
      footer={
        <>
          <DialogCancel />
          <Button
            ref={startButton}
            variant="primary"
            busy={use.isPending || use.isSuccess}
            busyLabel="Opening…"
            disabled={refusal}
            onClick={start}
          >
            Use template
          </Button>
        </>
      }
    >
      {use.error === null ? null : <Banner tone="bad">{errorSentence(use.error)}</Banner>}
      {template === undefined ? null : (
        <>
          <div className="overflow-hidden rounded-card border border-border bg-canvas">
            <FlowPictureView picture={template.picture} className="block h-48 w-full" />
          </div>
          <section>
            <h3 className="text-heading">What to see</h3>
            <ol className="mt-2 flex list-decimal flex-col gap-2 pl-5 text-body text-text-2 marker:text-muted marker:tabular-nums">
              {template.see.map((sentence) => (
                <li key={sentence}>
                  <Sentence>{sentence}</Sentence>
                </li>
              ))}
            </ol>
          </section>
          <section>
            <h3 className="text-heading">Topics</h3>
            <ul className="mt-1 flex flex-wrap gap-x-4 text-mono">
              {template.topics.map((name) => (
                <li key={name}>
                  <code>{name}</code>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </Sheet>
  );
}
