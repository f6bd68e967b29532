"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, type FormEvent, useRef, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Sentence } from "@/app/_ui/sentence";
import { Textarea } from "@/app/_ui/textarea";
import { looksLikeAsyncApi } from "@/flow/asyncapi/looks-like-asyncapi";
import { AsyncApiPreview, newThings } from "./asyncapi-preview";
import { useImport } from "./use-import";

interface ImportDialogProps {
  readonly workspace: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

const formId = "import-flow";

/** Makes flows from pasted text or a file: a flow of Millrace, or an AsyncAPI document, which is previewed first. */
export function ImportDialog({ workspace, open, onOpenChange }: ImportDialogProps) {
  const [text, setText] = useState("");
  const [wasAsked, setWasAsked] = useState(false);
  const load = useImport(workspace, () => {
    change("");
    onOpenChange(false);
  });
  const change = (next: string) => {
    setText(next);
    setWasAsked(false);
    load.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasAsked(true);
    if (text.trim() === "") return;
    if (load.preview === undefined) load.begin(text);
    else load.create(text);
  };
  const { preview } = load;
  const isDocument = looksLikeAsyncApi(text);
  const things = preview && newThings(preview);
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
      title={preview === undefined ? "Import a flow" : `Import ${preview.title}`}
      description={
        preview === undefined
          ? "It becomes a draft. Nothing runs before you deploy it."
          : `AsyncAPI ${preview.version}. Flows become drafts; nothing runs before you deploy it.`
      }
      footer={
        <>
          {preview === undefined ? <DialogCancel /> : <Button onClick={load.reset}>Back</Button>}
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={load.isBusy}
            busyLabel={preview === undefined && isDocument ? "Reading…" : "Importing…"}
            disabled={preview !== undefined && things === undefined && "There is nothing in it to make."}
          >
            {preview === undefined
              ? isDocument
                ? "Preview import"
                : "Import flow"
              : `Create ${things ?? "nothing"}`}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        {preview === undefined ? (
          <TextStep text={text} error={error} onChange={change} />
        ) : (
          <>
            {error === undefined ? null : <Banner tone="bad">{error}</Banner>}
            <AsyncApiPreview preview={preview} />
          </>
        )}
      </form>
    </Dialog>
  );
}

interface TextStepProps {
  readonly text: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}

function TextStep({ text, error, onChange }: TextStepProps) {
  const file = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => {
    const [chosen] = files ?? [];
    if (chosen !== undefined) void chosen.text().then(onChange);
  };
  const drop = (event: DragEvent) => {
    // Text that is dropped goes where the pointer is, as everywhere.
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  };
  return (
    <>
      <Field
        label="Flow or AsyncAPI document, as YAML or JSON"
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
          onChange={(event) => onChange(event.currentTarget.value)}
          onDrop={drop}
          placeholder={"Paste it, or drop a file here.\n\nmillrace: 1\nname: Orders\nproducers:\n  - …"}
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
          take(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
    </>
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
