"use client";

import { useMemo, useState } from "react";
import { formatNumber } from "@/app/_ui/format";
import { SearchInput } from "@/app/_ui/search-input";
import { Switch } from "@/app/_ui/switch";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/app/_ui/table";
import { compareLines, MAX_LINES, valueLines } from "./value-lines";

interface ValueTableProps {
  readonly value: unknown;
  /** Of the event before with the same key; undefined: there is none to compare with. */
  readonly before: { readonly value: unknown; readonly offset: number } | undefined;
}

/** Every value by its path, searchable, beside what it was in the event before with the same key. */
export function ValueTable({ value, before }: ValueTableProps) {
  const [search, setSearch] = useState("");
  const [onlyChanged, setOnlyChanged] = useState(false);
  const lines = useMemo(
    () => compareLines(valueLines(value), before === undefined ? [] : valueLines(before.value)),
    [value, before],
  );
  const wanted = search.trim().toLowerCase();
  const shown = lines.filter(
    ({ path, text, isChanged }) =>
      (!onlyChanged || isChanged) && `${path} ${text ?? ""}`.toLowerCase().includes(wanted),
  );
  const changed = lines.filter(({ isChanged }) => isChanged).length;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchInput value={search} onValueChange={setSearch} placeholder="Search fields and values" />
        {before === undefined ? null : (
          <Switch checked={onlyChanged} onCheckedChange={setOnlyChanged}>
            Only what changed since event {before.offset} ({formatNumber(changed)})
          </Switch>
        )}
      </div>
      {shown.length === 0 ? (
        <p className="text-dense text-muted">
          {onlyChanged && wanted === "" ? "Nothing changed." : "No field or value matches."}
        </p>
      ) : (
        <div className="overflow-x-auto rounded-control border">
          <Table>
            <TableHead>
              <TableHeadCell>Field</TableHeadCell>
              <TableHeadCell>Value</TableHeadCell>
              {before === undefined ? null : <TableHeadCell>In event {before.offset}</TableHeadCell>}
            </TableHead>
            <TableBody>
              {shown.map((line) => (
                <TableRow key={line.path}>
                  <TableCell className="font-mono text-mono wrap-anywhere">
                    {line.path || "payload"}
                  </TableCell>
                  <TableCell className="font-mono text-mono whitespace-pre-wrap wrap-anywhere">
                    {line.text ?? <span className="font-sans text-muted">gone</span>}
                  </TableCell>
                  {before === undefined ? null : (
                    <TableCell className="font-mono text-mono whitespace-pre-wrap text-muted wrap-anywhere">
                      {!line.isChanged ? "the same" : (line.before ?? "not there")}
                    </TableCell>
                  )}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
      {lines.length >= MAX_LINES ? (
        <p className="text-label text-muted">The first {formatNumber(MAX_LINES)} values; JSON shows all.</p>
      ) : null}
    </div>
  );
}
