"use client";

import { Pin, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import * as z from "zod";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { Textarea } from "@/app/_ui/textarea";
import { deleteSample, pinSample } from "../actions/sample-actions";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { EditorStore } from "../state/editor-store";
import type { ChosenSample } from "./trial";
import { useSampleToTry } from "./use-sample-to-try";

const jsonSchema = z.json();

/** The sample as JSON; what is written here is what the draft runs on. */
export function SampleEditor() {
  const shown = useSampleToTry();
  if (shown === undefined) {
    return <p className="p-3 text-dense text-muted">Add a producer and a topic, then choose a sample.</p>;
  }
  return <Editor shown={shown} />;
}

function textOf(data: unknown): string {
  return JSON.stringify(data, null, 2);
}

function Editor({ shown }: { readonly shown: ChosenSample }) {
  const store = useEditorStore();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const [text, setText] = useState(textOf(shown.sample.data));
  const [fault, setFault] = useState<string>();
  // What is shown changes from outside when an event is opened here, or with undo.
  const written = useRef(shown.sample.data);
  useEffect(() => {
    if (written.current === shown.sample.data) return;
    written.current = shown.sample.data;
    setText(textOf(shown.sample.data));
    setFault(undefined);
  }, [shown.sample.data]);
  const isPinned = shown.key.startsWith("pinned:");
  const write = (next: string) => {
    setText(next);
    try {
      const data = jsonSchema.parse(JSON.parse(next));
      setFault(undefined);
      written.current = data;
      change(store, shown, { data });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      setFault(`Not JSON yet, so the sample stays as it was: ${error.message}`);
    }
  };
  return (
    <div className="flex flex-col gap-3 p-3">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <Field label="Sample">
            <Input
              value={shown.name}
              maxLength={120}
              readOnly={isReadOnly}
              onChange={(event) => change(store, shown, { name: event.currentTarget.value })}
            />
          </Field>
        </div>
        {isReadOnly ? null : isPinned ? (
          <IconButton
            icon={Trash2}
            label="Delete this sample"
            size={32}
            onClick={() => deleteSample(store, shown)}
          />
        ) : (
          <Button icon={Pin} onClick={() => pinSample(store, shown)}>
            Pin
          </Button>
        )}
      </div>
      <Field label={`Payload of ${shown.sample.topic}`} error={fault}>
        <Textarea
          mono
          rows={5}
          spellCheck={false}
          value={text}
          readOnly={isReadOnly}
          data-payload
          onChange={(event) => write(event.currentTarget.value)}
        />
      </Field>
    </div>
  );
}

/** A pinned sample is a part of the draft; any other one becomes something of its own. */
function change(
  store: EditorStore,
  shown: ChosenSample,
  to: { name?: string; data?: z.infer<typeof jsonSchema> },
): void {
  const { name = shown.name, data = shown.sample.data } = to;
  const sample = { ...shown.sample, data };
  const id = shown.key.startsWith("pinned:") ? shown.key.slice("pinned:".length) : undefined;
  store.setState({ chosen: { key: id === undefined ? "hand" : shown.key, name, sample } });
  if (id === undefined || name.trim() === "") return;
  store.edit(
    "Change sample",
    (document) => ({
      ...document,
      samples: document.samples.map((one) => (one.id === id ? { ...one, name, data } : one)),
    }),
    { mergeKey: `sample:${id}` },
  );
}
