"use client";

import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import type { ChipFormat, FieldChip } from "@/flow/expression/field-chip";

const formatWords: Readonly<Record<ChipFormat | "as-is", string>> = {
  "as-is": "As it is",
  upper: "UPPER CASE",
  lower: "lower case",
  "number-0": "Number: 120",
  "number-2": "Number: 120.50",
  date: "Date: 31 Jan 2027",
  "date-time": "Date: 31 Jan 2027 13:00",
  "date-short": "Date: 31.01.2027",
};
const formats: readonly (ChipFormat | "as-is")[] = [
  "as-is",
  "upper",
  "lower",
  "number-0",
  "number-2",
  "date",
  "date-time",
  "date-short",
];

interface ChipOptionsProps {
  readonly chip: FieldChip;
  readonly onChange: (chip: FieldChip) => void;
}

/** How a field is written into the text, and what stands there when the event has none. */
export function ChipOptions({ chip, onChange }: ChipOptionsProps) {
  return (
    <div className="grid grid-cols-2 gap-2 border-b p-2">
      <Field label="Format">
        <Select
          size="dense"
          value={chip.format ?? "as-is"}
          onValueChange={(format) => onChange({ ...chip, format: format === "as-is" ? undefined : format })}
          options={formats.map((format) => ({ value: format, label: formatWords[format] }))}
        />
      </Field>
      <Field label="If empty use">
        <Input
          className="h-7 text-dense"
          placeholder="nothing"
          value={chip.ifEmpty ?? ""}
          onValueChange={(text) => onChange({ ...chip, ifEmpty: text === "" ? undefined : text })}
        />
      </Field>
    </div>
  );
}
