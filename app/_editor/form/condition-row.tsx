"use client";

import { ChevronDown, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { inputBox } from "@/app/_ui/input-styles";
import { Popover } from "@/app/_ui/popover";
import { Select } from "@/app/_ui/select";
import type { ConditionOperator, ConditionRow as Row } from "@/flow/document/condition";
import { operatorsFor, operatorWords, takesValue } from "@/flow/document/operator-words";
import type { KnownField } from "@/flow/graph/fields";
import { valueType } from "@/flow/graph/infer-fields";
import type { FieldInfo } from "@/flow/node/step-definition";
import { FieldPicker } from "./field-picker";

interface ConditionRowProps {
  readonly row: Row;
  readonly fields: readonly KnownField[];
  readonly verdict: ReactNode;
  readonly onChange: (row: Row) => void;
  readonly onRemove: () => void;
}

/** [field] [operator] [value], in two lines, with its verdict on the sample. */
export function ConditionRow({ row, fields, verdict, onChange, onRemove }: ConditionRowProps) {
  const known = fields.find(({ path }) => path === row.field);
  const type = typeOf(known);
  const operators = operatorsFor(type);
  const shown = operators.includes(row.operator) ? operators : [...operators, row.operator];
  const chooseField = (path: string) => {
    const fitting = operatorsFor(typeOf(fields.find((field) => field.path === path)));
    const operator = fitting.includes(row.operator) ? row.operator : (fitting[0] ?? "is");
    onChange({ field: path, operator, ...(operator === row.operator && valuesOf(row)) });
  };
  const chooseOperator = (operator: ConditionOperator) =>
    onChange({ field: row.field, operator, ...(takesValue(operator) && valuesOf(row)) });
  return (
    <div className="grid grid-cols-[1fr_auto] items-center gap-1 rounded-control bg-sunken p-1.5">
      <FieldButton row={row} known={known} fields={fields} onPick={chooseField} />
      <IconButton icon={X} label="Remove row" size={24} onClick={onRemove} />
      <div className="col-start-1 flex min-w-0 items-center gap-1">
        <Select
          label="Operator"
          size="dense"
          className={takesValue(row.operator) ? "w-27 shrink-0" : "flex-1"}
          value={row.operator}
          onValueChange={chooseOperator}
          options={shown.map((operator) => ({ value: operator, label: operatorWords[operator] }))}
        />
        {takesValue(row.operator) ? <ValueInputs row={row} type={type} onChange={onChange} /> : null}
      </div>
      <span className="col-start-2 grid size-6 place-items-center">{verdict}</span>
    </div>
  );
}

/** What a field holds: as declared, else as its sample does. */
function typeOf(field: FieldInfo | undefined): FieldInfo["type"] {
  if (field === undefined) return "unknown";
  return field.type === "unknown" && field.sample !== undefined ? valueType(field.sample) : field.type;
}

function valuesOf(row: Row): Partial<Pick<Row, "value" | "upTo">> {
  return {
    ...(row.value !== undefined && { value: row.value }),
    ...(row.upTo !== undefined && { upTo: row.upTo }),
  };
}

interface FieldButtonProps {
  readonly row: Row;
  readonly known: KnownField | undefined;
  readonly fields: readonly KnownField[];
  readonly onPick: (path: string) => void;
}

function FieldButton({ row, known, fields, onPick }: FieldButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const name = known?.title ?? row.field.replace(/^data\./, "");
  return (
    <Popover
      label="Fields"
      open={isOpen}
      onOpenChange={setOpen}
      className="w-80 gap-0 p-0"
      trigger={
        <button
          type="button"
          aria-label={`Field: ${name || "none"}`}
          data-testid="condition-field"
          data-first-control
          className={cn(inputBox, "col-start-1 flex h-7 items-center gap-2 px-2 text-left text-dense")}
        >
          <span className={cn("min-w-0 flex-1 truncate", name === "" && "text-muted")}>
            {name || "Choose a field"}
          </span>
          <Icon of={ChevronDown} size={14} className="text-muted" />
        </button>
      }
    >
      <FieldPicker
        fields={fields}
        onCancel={() => setOpen(false)}
        onPick={(path) => {
          onPick(path);
          setOpen(false);
        }}
      />
    </Popover>
  );
}

const numeric: ReadonlySet<ConditionOperator> = new Set([
  "eq",
  "ne",
  "gt",
  "gte",
  "lt",
  "lte",
  "has-more-than",
]);

function kindOf(operator: ConditionOperator, type: FieldInfo["type"]): "number" | "date" | "text" {
  if (numeric.has(operator)) return "number";
  if (operator === "between") return type === "date" ? "date" : "number";
  return operator === "before" || operator === "after" ? "date" : "text";
}

interface ValueInputsProps {
  readonly row: Row;
  readonly type: FieldInfo["type"];
  readonly onChange: (row: Row) => void;
}

function ValueInputs({ row, type, onChange }: ValueInputsProps) {
  const kind = kindOf(row.operator, type);
  const parse = (text: string) =>
    kind === "number" && text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  const text = (value: Row["value"]) =>
    Array.isArray(value) ? value.join(", ") : value === undefined ? "" : String(value);
  const placeholder =
    row.operator === "is-one-of" ? "DE, AT, CH" : row.operator === "in-the-last" ? "2 days" : "Value";
  const input = (value: Row["value"], label: string, write: (text: string) => Row) => (
    <Input
      aria-label={label}
      type={kind === "date" ? "date" : "text"}
      inputMode={kind === "number" ? "decimal" : "text"}
      placeholder={placeholder}
      className="h-7 text-dense"
      value={text(value)}
      onValueChange={(typed) => onChange(write(typed))}
    />
  );
  return (
    <>
      {input(row.value, "Value", (typed) => ({ ...row, value: parse(typed) }))}
      {row.operator === "between" ? (
        <>
          <span className="shrink-0 text-label text-muted">and</span>
          {input(row.upTo, "Up to", (typed) => ({ ...row, upTo: parse(typed) }))}
        </>
      ) : null}
    </>
  );
}
