import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Field, FieldGroup } from "@/app/_ui/field";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { isJsonObject } from "@/flow/schema/json-text";
import type { DesignNode } from "@/flow/schema-design/design";
import { exampleData } from "@/flow/schema-design/example-data";

interface DataFormProps {
  readonly node: DesignNode;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** Boxes for the fields of an event, made from its schema. What the schema does not name stays in the value. */
export function DataForm({ node, value, onChange }: DataFormProps) {
  const object = isJsonObject(value) ? value : {};
  return (
    <div className="flex flex-col gap-3">
      {node.fields.map((field) => (
        <OneField
          key={field.name}
          label={field.name}
          isRequired={node.required.includes(field.name)}
          node={field.node}
          value={Object.hasOwn(object, field.name) ? object[field.name] : undefined}
          onChange={(next) =>
            onChange(
              next === undefined
                ? Object.fromEntries(Object.entries(object).filter(([name]) => name !== field.name))
                : { ...object, [field.name]: next },
            )
          }
        />
      ))}
    </div>
  );
}

interface OneFieldProps extends DataFormProps {
  readonly label: string;
  readonly isRequired: boolean;
}

function OneField(props: OneFieldProps) {
  const { label, isRequired, node, value, onChange } = props;
  const help = node.description;
  switch (node.kind) {
    case "object":
      return (
        <FieldGroup label={label} optional={!isRequired} help={help}>
          <div className="border-l-2 pl-3">
            <DataForm node={node} value={value} onChange={onChange} />
          </div>
        </FieldGroup>
      );
    case "list":
      return <ListField {...props} />;
    case "yes-no":
      return (
        <Checkbox checked={value === true} onCheckedChange={onChange} help={help}>
          {label}
        </Checkbox>
      );
    case "text":
    case "number":
    case "whole-number":
      return (
        <Field label={label} optional={!isRequired} help={help}>
          <ValueBox {...props} />
        </Field>
      );
    default:
      return (
        <p className="text-dense text-muted">
          <span className="font-mono text-mono">{label}</span> may be anything: write it in the JSON view.
        </p>
      );
  }
}

const inputTypes: Readonly<Record<string, string>> = { email: "email", date: "date", uri: "url" };

function ValueBox({ node, value, onChange, isRequired }: OneFieldProps) {
  const isNumber = node.kind !== "text";
  const text = value === undefined || value === null ? "" : String(value);
  const set = (next: string) => {
    if (next === "" && (isNumber || !isRequired)) onChange(undefined);
    else onChange(isNumber ? Number(next) : next);
  };
  if (node.allowed.length > 0)
    return (
      <Select
        value={text}
        onValueChange={set}
        options={node.allowed.map((one) => ({ value: String(one), label: String(one) }))}
      />
    );
  return (
    <Input
      type={isNumber ? "number" : (inputTypes[node.format ?? ""] ?? "text")}
      {...(node.kind === "number" ? { step: "any" } : {})}
      value={text}
      placeholder={node.example === undefined ? undefined : String(node.example)}
      onValueChange={set}
    />
  );
}

function ListField({ label, isRequired, node, value, onChange }: OneFieldProps) {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const { item } = node;
  if (item === undefined)
    return (
      <p className="text-dense text-muted">
        <span className="font-mono text-mono">{label}</span> is a list of anything: write it in the JSON view.
      </p>
    );
  return (
    <FieldGroup label={label} optional={!isRequired} help={node.description}>
      <div className="flex flex-col gap-2">
        {items.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items of a list have no other name
          <div key={index} className="flex items-end gap-2">
            <div className="min-w-0 flex-1">
              <OneField
                label={`${label} ${index + 1}`}
                isRequired
                node={item}
                value={one}
                onChange={(next) => onChange(items.with(index, next ?? null))}
              />
            </div>
            <IconButton
              icon={Trash2}
              label={`Remove ${label} ${index + 1}`}
              onClick={() => onChange(items.toSpliced(index, 1))}
            />
          </div>
        ))}
        <div>
          <Button
            size="dense"
            variant="ghost"
            icon={Plus}
            onClick={() => onChange([...items, exampleData(item)])}
          >
            Add to {label}
          </Button>
        </div>
      </div>
    </FieldGroup>
  );
}
