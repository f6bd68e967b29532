"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { flowPath } from "@/app/_flows/flow-paths";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Sentence } from "@/app/_ui/sentence";
import { Textarea } from "@/app/_ui/textarea";

interface ImportDialogProps {
  readonly workspace: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

const formId = "import-flow";

/** Makes a flow from pasted text or a file, YAML or JSON, and opens it. */
export function ImportDialog({ workspace, open, onOpenChange }: ImportDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [wasAsked, setWasAsked] = useState(false);
  const load = useMutation(trpc.flows.import.mutationOptions());
  const change = (next: string) => {
    setText(next);
    setWasAsked(false);
    load.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasAsked(true);
    if (text.trim() === "") return;
    load.mutate(
      { workspace, text },
      {
        onSuccess: ({ slug }) => {
          void queryClient.invalidateQueries(trpc.flows.list.queryFilter({ workspace }));
          router.push(flowPath(workspace, slug));
        },
      },
    );
  };
  const missing = wasAsked && text.trim() === "" ? "Paste a flow or choose a file." : undefined;
  const error = load.error === null ? missing : errorSentence(load.error);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) change("");
        onOpenChange(next);
      }}
      size="form"
      title="Import a flow"
      description="It becomes a draft. Nothing runs before you deploy it."
      footer={
        <>
          <DialogCancel />
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={load.isPending || load.isSuccess}
            busyLabel="Importing…"
          >
            Import flow
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Flow as YAML or JSON"
          error={error === undefined ? undefined : <Faults text={error} />}
          corner={
            <Button size="dense" variant="ghost" icon={FileUp} onClick={() => file.current?.click()}>
              Choose file
            </Button>
          }
        >
          <Textarea
            mono
            rows={12}
            value={text}
            onChange={(event) => change(event.currentTarget.value)}
            placeholder={"millrace: 1\nname: Orders\nproducers:\n  - …"}
            spellCheck={false}
            autoFocus
          />
        </Field>
        <input
          ref={file}
          type="file"
          accept=".yaml,.yml,.json,text/yaml,application/json"
          aria-label="Flow file"
          className="hidden"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen !== undefined) void chosen.text().then(change);
            event.currentTarget.value = "";
          }}
        />
      </form>
    </Dialog>
  );
}

/** One line per fault. */
function Faults({ text }: { readonly text: string }) {
  return (
    <span className="whitespace-pre-line">
      <Sentence>{text}</Sentence>
    </span>
  );
}
