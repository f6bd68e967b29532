"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import * as z from "zod";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Field } from "@/app/_ui/field";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { Textarea } from "@/app/_ui/textarea";
import { slugOf } from "@/flow/document/names";

const SchemaInputs = lazy(() =>
  import("./schema-inputs").then((module) => ({ default: module.SchemaInputs })),
);

const types = ["text", "email", "number", "long-text", "yes-no", "date", "choice"] as const;
type FieldType = (typeof types)[number];
const typeWords: Readonly<Record<FieldType, string>> = {
  text: "Text",
  email: "E-mail",
  number: "Number",
  "long-text": "Long text",
  "yes-no": "Yes or no",
  date: "Date",
  choice: "Choice",
};

/** A field as it is typed: labels may still be empty. */
const inputsSchema = z.array(
  z.object({
    name: z.string(),
    label: z.string(),
    type: z.enum(types),
    isRequired: z.boolean(),
    choices: z.array(z.string()).exactOptional(),
  }),
);
type FormInput = z.infer<typeof inputsSchema>[number];

interface FormFieldsEditorProps {
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (inputs: FormInput[]) => void;
}

/** A name for the event's data from a question: "First name" gives `first_name`. */
function nameFor(label: string, taken: ReadonlySet<string>): string {
  const slug =
    slugOf(label)
      .replace(/-/g, "_")
      .replace(/^[0-9_]+/, "") || "field";
  if (!taken.has(slug)) return slug;
  let number = 2;
  while (taken.has(`${slug}_${number}`)) number += 1;
  return `${slug}_${number}`;
}

/** The questions of a form, one under the other. */
export function FormFieldsEditor({ label, value, onChange }: FormFieldsEditorProps) {
  const parsed = inputsSchema.safeParse(value);
  const inputs = parsed.success ? parsed.data : [];
  const [open, setOpen] = useState<number>();
  const others = (index: number) =>
    new Set(inputs.flatMap((input, at) => (at === index ? [] : [input.name])));
  const add = () => {
    const name = nameFor("Field", new Set(inputs.map((input) => input.name)));
    onChange([...inputs, { name, label: "", type: "text", isRequired: false }]);
    setOpen(inputs.length);
  };
  return (
    <div className="flex flex-col gap-1">
      {inputs.map((input, index) => (
        <FieldEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: a renamed field must keep its place and focus
          key={index}
          input={input}
          label={`${label} ${index + 1}`}
          isOpen={open === index}
          isFirst={index === 0}
          isLast={index === inputs.length - 1}
          onToggle={() => setOpen(open === index ? undefined : index)}
          onChange={(next) => {
            // The name follows its question until somebody uses it elsewhere: it was made from it.
            const follows = input.name === nameFor(input.label || "Field", others(index));
            const name =
              follows && next.label !== input.label
                ? nameFor(next.label || "Field", others(index))
                : next.name;
            onChange(inputs.with(index, { ...next, name }));
          }}
          onMove={(by) => {
            onChange(inputs.toSpliced(index, 1).toSpliced(index + by, 0, input));
            setOpen(open === index ? index + by : undefined);
          }}
          onRemove={() => onChange(inputs.toSpliced(index, 1))}
        />
      ))}
      <div className="flex flex-wrap gap-1">
        <Button size="dense" variant="ghost" icon={Plus} onClick={add}>
          Add field
        </Button>
        <Suspense>
          <SchemaInputs
            onTake={(taken) => {
              const known = new Map(inputs.map((input) => [input.name, input]));
              // Questions that were worded already keep their words.
              onChange(
                taken.map(({ choices, ...input }) => ({
                  ...input,
                  label: known.get(input.name)?.label || input.label,
                  ...(choices === undefined ? {} : { choices: [...choices] }),
                })),
              );
              setOpen(undefined);
            }}
          />
        </Suspense>
      </div>
    </div>
  );
}

interface FieldEditorProps {
  readonly input: FormInput;
  readonly label: string;
  readonly isOpen: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onToggle: () => void;
  readonly onChange: (input: FormInput) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onRemove: () => void;
}

function FieldEditor(props: FieldEditorProps) {
  const { input, label, isOpen, isFirst, isLast, onToggle, onChange, onMove, onRemove } = props;
  const setType = (type: FieldType) => {
    const { choices: _choices, ...rest } = input;
    onChange(type === "choice" ? { ...rest, type, choices: input.choices ?? [] } : { ...rest, type });
  };
  return (
    <div className="rounded-control border">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex h-8 w-full items-center gap-2 rounded-control px-2 text-left text-dense hover:bg-hover"
      >
        <span className="min-w-0 flex-1 truncate">
          {input.label || <span className="text-muted">New field</span>}
        </span>
        <span className="shrink-0 text-label font-normal text-muted">
          {typeWords[input.type]}
          {input.isRequired ? "" : " · optional"}
        </span>
      </button>
      {isOpen ? (
        <div className="flex flex-col gap-3 border-t p-2">
          <Field label="Question">
            <Input
              aria-label={`${label}: question`}
              autoFocus
              value={input.label}
              onValueChange={(text) => onChange({ ...input, label: text })}
            />
          </Field>
          <div className="grid grid-cols-2 gap-2">
            <Field label="Kind">
              <Select
                value={input.type}
                onValueChange={setType}
                options={types.map((type) => ({ value: type, label: typeWords[type] }))}
              />
            </Field>
            <Field label="Name in the event">
              <Input mono value={input.name} onValueChange={(name) => onChange({ ...input, name })} />
            </Field>
          </div>
          {input.type === "choice" ? (
            <Field label="Answers, one per line">
              <Textarea
                rows={3}
                value={(input.choices ?? []).join("\n")}
                onChange={(event) =>
                  onChange({
                    ...input,
                    choices: event.currentTarget.value.split("\n").filter((line) => line !== ""),
                  })
                }
              />
            </Field>
          ) : null}
          <div className="flex items-center gap-1">
            <Checkbox
              checked={input.isRequired}
              onCheckedChange={(isRequired) => onChange({ ...input, isRequired })}
            >
              Must be filled in
            </Checkbox>
            <span className="flex-1" />
            <IconButton
              icon={ArrowUp}
              label="Move up"
              size={24}
              disabled={isFirst}
              onClick={() => onMove(-1)}
            />
            <IconButton
              icon={ArrowDown}
              label="Move down"
              size={24}
              disabled={isLast}
              onClick={() => onMove(1)}
            />
            <IconButton
              icon={Trash2}
              label={`Remove ${input.label || "field"}`}
              size={24}
              onClick={onRemove}
            />
          </div>
        </div>
      ) : null}
    </div>
  );
}
