"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { Segmented } from "@/app/_ui/segmented";
import { Textarea } from "@/app/_ui/textarea";
import { exampleData } from "@/flow/schema-design/example-data";
import { readDesign } from "@/flow/schema-design/read-design";
import { parseSchemaText } from "@/flow/schema-design/write-design";
import { DataForm } from "./data-form";

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
  const write = (value: unknown) => onChange(JSON.stringify(value, null, 2));
  return (
    <div className="flex flex-col gap-3">
      {form !== undefined ? (
        <div className="flex flex-wrap items-center justify-between gap-2">
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
          <Button size="dense" variant="ghost" onClick={() => write(exampleData(form))}>
            Fill in an example
          </Button>
        </div>
      ) : null}
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
