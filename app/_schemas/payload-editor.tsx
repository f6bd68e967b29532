"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { Segmented } from "@/app/_ui/segmented";
import { Textarea } from "@/app/_ui/textarea";
import { readDesign } from "@/flow/schema-design/read-design";
import { parseSchemaText } from "@/flow/schema-design/write-design";
import { DataForm } from "./data-form";
import { useSchemaExample } from "./use-schema-example";

interface PayloadEditorProps {
  readonly workspace: string;
  readonly topic: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function payloadOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The payload of an event as a form made from the topic's schema, or as JSON; without a schema as JSON. */
export function PayloadEditor({ workspace, topic, text, onChange }: PayloadEditorProps) {
  const trpc = useTRPC();
  const [view, setView] = useState<"form" | "json">("form");
  const gate = useQuery({ ...trpc.schemas.gate.queryOptions({ workspace, topic }), retry: false });
  const subject = gate.data?.subject ?? topic;
  const schema = useQuery({
    ...trpc.schemas.text.queryOptions({ workspace, subject }),
    enabled: gate.data !== undefined && gate.data.latestVersion !== null,
  });
  const parsed = schema.data?.format === "JSON" ? parseSchemaText(schema.data.text) : undefined;
  const design = parsed !== undefined && "schema" in parsed ? readDesign(parsed.schema) : undefined;
  const form = design?.kind === "object" && design.fields.length > 0 ? design : undefined;
  const current = payloadOf(text);
  const example = useSchemaExample(workspace, onChange);
  const write = (value: unknown) => onChange(JSON.stringify(value, null, 2));
  return (
    <div className="flex flex-col gap-3">
      {parsed !== undefined && "schema" in parsed ? (
        <div className="flex flex-wrap items-center justify-between gap-2">
          {form === undefined ? (
            <span />
          ) : (
            <Segmented
              label="Payload as"
              size="dense"
              value={view}
              onValueChange={setView}
              segments={[
                { value: "form", label: "Form" },
                { value: "json", label: "JSON" },
              ]}
            />
          )}
          <Button
            size="dense"
            variant="ghost"
            busy={example.isBusy}
            busyLabel="Filling…"
            onClick={() => example.make({ topic })}
          >
            Fill with an example
          </Button>
        </div>
      ) : null}
      {example.error === null ? null : <Banner tone="bad">{errorSentence(example.error)}</Banner>}
      {form !== undefined && view === "form" && current !== undefined ? (
        <DataForm node={form} value={current.value} onChange={write} />
      ) : (
        <Field
          label={`Payload of ${topic}`}
          error={current === undefined ? "This is not JSON yet." : undefined}
        >
          <Textarea
            mono
            rows={8}
            spellCheck={false}
            value={text}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        </Field>
      )}
    </div>
  );
}
