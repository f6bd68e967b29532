"use client";

import dynamic from "next/dynamic";
import * as z from "zod";
import { Input } from "@/app/_ui/input";
import { Segmented } from "@/app/_ui/segmented";
import { Select } from "@/app/_ui/select";
import { Switch } from "@/app/_ui/switch";
import { Textarea } from "@/app/_ui/textarea";
import { conditionSchema } from "@/flow/document/condition";
import type { KnownField } from "@/flow/graph/fields";
import type { ConfigField } from "@/flow/node/field-hints";
import { ConditionBuilder } from "./condition-builder";
import { CredentialSelect } from "./credential-select";
import { FormFieldsEditor } from "./form-fields-editor";
import { MappingTable } from "./mapping-table";
import { ScheduleEditor } from "./schedule-editor";
import { TemplateBox } from "./template-box";
import { TopicSelect } from "./topic-select";

/** Few flows have code: whoever opens none loads none of this. */
const CodeBox = dynamic(() => import("./code/code-box").then((module) => module.CodeBox), { ssr: false });

interface FieldControlProps {
  readonly field: ConfigField;
  readonly value: unknown;
  readonly fields: readonly KnownField[];
  readonly isInvalid: boolean;
  readonly onChange: (value: unknown) => void;
}

const asText = (value: unknown): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);

/** The control of one config field: a special one when its hints name it, else what its schema asks for. */
export function FieldControl(props: FieldControlProps) {
  const { field, value, fields, isInvalid, onChange } = props;
  const { hints } = field;
  const label = hints.label.replace(/ \(optional\)$/, "");
  const text = typeof value === "string" ? value : undefined;
  switch (hints.control) {
    case "template":
    case "long-template":
    case "field":
      return (
        <TemplateBox
          label={label}
          value={asText(value ?? initialOf(field))}
          onChange={(next) => onChange(next === "" ? undefined : next)}
          fields={fields}
          isLong={hints.control === "long-template"}
          placeholder={hints.placeholder}
          isInvalid={isInvalid}
        />
      );
    case "topic":
      return <TopicSelect label={label} value={text} onChange={onChange} />;
    case "credential":
      return (
        <CredentialSelect
          label={label}
          value={text}
          onChange={onChange}
          types={hints.credentialTypes ?? []}
          without={hints.placeholder ?? "None"}
        />
      );
    case "condition": {
      const parsed = conditionSchema.safeParse(value);
      return <ConditionBuilder label={label} value={parsed.data} onChange={onChange} fields={fields} />;
    }
    case "mapping":
      return (
        <MappingTable
          label={label}
          value={value}
          onChange={onChange}
          fields={fields}
          startsWithRow={hints.needs !== undefined}
          matchesByName={hints.namesFields === true}
        />
      );
    case "form-fields":
      return <FormFieldsEditor label={label} value={value} onChange={onChange} />;
    case "code":
      return (
        <CodeBox
          label={label}
          value={text ?? ""}
          onChange={(next) => onChange(next === "" ? undefined : next)}
          fields={fields}
          placeholder={hints.placeholder}
          isInvalid={isInvalid}
        />
      );
    case "schedule":
      return <ScheduleEditor value={value} onChange={onChange} />;
    default:
      return <PlainControl {...props} label={label} />;
  }
}

/** What an absent field stands for: the default of its schema. */
function initialOf({ schema }: ConfigField): unknown {
  return schema.safeParse(undefined).data;
}

const shapeSchema = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

/** From the zod type: a menu for allowed values, a switch, a number, a line or a box of text. */
function PlainControl({ field, value, label, onChange }: FieldControlProps & { readonly label: string }) {
  const { hints, schema } = field;
  const shape = shapeSchema.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  const current = value ?? initialOf(field);
  if (shape.enum) {
    const options = shape.enum.map((choice) => ({ value: choice, label: hints.choices?.[choice] ?? choice }));
    const chosen = typeof current === "string" ? current : undefined;
    const isShort = options.length <= 3 && options.every(({ label: words }) => words.length <= 14);
    return isShort ? (
      <Segmented label={label} stretch value={chosen ?? ""} onValueChange={onChange} segments={options} />
    ) : (
      <Select label={label} value={chosen} onValueChange={onChange} options={options} />
    );
  }
  if (shape.type === "boolean") {
    return <Switch label={label} checked={current === true} onCheckedChange={onChange} />;
  }
  if (shape.type === "number" || shape.type === "integer") {
    return (
      <Input
        type="number"
        step="any"
        value={asText(current)}
        onValueChange={(typed) => onChange(typed === "" ? undefined : Number(typed))}
      />
    );
  }
  if ((shape.maxLength ?? 0) > 500) {
    return (
      <Textarea
        rows={2}
        value={asText(current)}
        placeholder={hints.placeholder}
        onChange={(event) =>
          onChange(event.currentTarget.value === "" ? undefined : event.currentTarget.value)
        }
      />
    );
  }
  return (
    <Input
      value={asText(current)}
      {...(hints.placeholder !== undefined && { placeholder: hints.placeholder })}
      onValueChange={(typed) => onChange(typed === "" ? undefined : typed)}
    />
  );
}
