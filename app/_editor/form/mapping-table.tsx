"use client";

import { ArrowLeft, Plus, WandSparkles, X } from "lucide-react";
import * as z from "zod";
import { Button } from "@/app/_ui/button";
import { Icon } from "@/app/_ui/icon";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import type { KnownField } from "@/flow/graph/fields";
import { TemplateBox } from "./template-box";

/** A row as it is typed: names and values may still be empty. */
const rowsSchema = z.array(z.object({ field: z.string(), value: z.json() }));
type MappingRow = z.infer<typeof rowsSchema>[number];

interface MappingTableProps {
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (rows: MappingRow[]) => void;
  readonly fields: readonly KnownField[];
  /** Shows a first row to fill in where there is none; it is stored once something stands in it. */
  readonly startsWithRow: boolean;
  /** Offers to take over the fields of the event that no row names yet. */
  readonly matchesByName: boolean;
}

function valueText(value: MappingRow["value"]): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** New field ← value, row by row. */
export function MappingTable(props: MappingTableProps) {
  const { label, value, onChange, fields, startsWithRow, matchesByName } = props;
  const parsed = rowsSchema.safeParse(value);
  const stored = parsed.success ? parsed.data : [];
  const rows = stored.length === 0 && startsWithRow ? [{ field: "", value: "" }] : stored;
  const named = new Set(rows.map(({ field }) => field));
  const unnamed = fields.filter(
    ({ origin, path }) =>
      origin === "data" && /^data\.\w+$/.test(path) && !named.has(path.slice("data.".length)),
  );
  const matchByName = () =>
    onChange([
      ...stored,
      ...unnamed.map(({ path }) => ({ field: path.slice("data.".length), value: `{{ ${path} }}` })),
    ]);
  return (
    <div className="@container flex flex-col gap-3">
      {rows.map((row, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
          key={index}
          className="grid grid-cols-[1fr_auto] items-start gap-1 @md:grid-cols-[9rem_1fr_auto]"
        >
          <Input
            mono
            aria-label={`${label}: name ${index + 1}`}
            placeholder="name"
            spellCheck={false}
            value={row.field}
            onValueChange={(field) => onChange(rows.with(index, { ...row, field }))}
          />
          <div className="col-span-2 row-start-2 flex min-w-0 gap-1 *:last:flex-1 @md:col-span-1 @md:col-start-2 @md:row-start-1">
            <span className="grid h-8 w-5 shrink-0 place-items-center text-muted">
              <Icon of={ArrowLeft} size={14} label="is set to" />
            </span>
            <TemplateBox
              label={`${label}: value ${index + 1}`}
              value={valueText(row.value)}
              fields={fields}
              onChange={(text) => onChange(rows.with(index, { ...row, value: text }))}
            />
          </div>
          <span className="col-start-2 row-start-1 grid h-8 place-items-center @md:col-start-3">
            <IconButton
              icon={X}
              label={`Remove ${row.field || "row"}`}
              size={24}
              onClick={() => onChange(rows.toSpliced(index, 1))}
            />
          </span>
        </div>
      ))}
      <div className="flex gap-1">
        <Button
          size="dense"
          variant="ghost"
          icon={Plus}
          onClick={() => onChange([...rows, { field: "", value: "" }])}
        >
          Add field
        </Button>
        {matchesByName && unnamed.length > 0 ? (
          <Button size="dense" variant="ghost" icon={WandSparkles} onClick={matchByName}>
            Match by name
          </Button>
        ) : null}
      </div>
    </div>
  );
}
