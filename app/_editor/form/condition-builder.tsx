"use client";

import { CircleCheck, Minus, Plus, SquareFunction, X } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { IconButton } from "@/app/_ui/icon-button";
import { MarkedText } from "@/app/_ui/marked-text";
import { Segmented } from "@/app/_ui/segmented";
import { Textarea } from "@/app/_ui/textarea";
import type { Condition, ConditionGroup, ConditionRow as Row } from "@/flow/document/condition";
import { operatorsFor } from "@/flow/document/operator-words";
import { testCondition, testRow } from "@/flow/expression/condition";
import { ExpressionError } from "@/flow/expression/expression-error";
import type { KnownField } from "@/flow/graph/fields";
import { ConditionRow } from "./condition-row";
import { PassingLine } from "./passing-line";
import { sampleRoots } from "./sample-roots";
import { usePatterns } from "./use-patterns";

interface ConditionBuilderProps {
  readonly label: string;
  readonly value: Condition | undefined;
  readonly onChange: (condition: Condition) => void;
  readonly fields: readonly KnownField[];
}

type RowsCondition = Extract<Condition, { rows: unknown }>;
const empty: RowsCondition = { match: "all", rows: [] };

/** Rows of field, operator and value under all/any, with one nested group; `ƒ` writes an expression instead. */
export function ConditionBuilder({ label, value = empty, onChange, fields }: ConditionBuilderProps) {
  /** The button that was pressed has gone: the box, or the first row, has the keyboard then. */
  const isSwitched = useRef(false);
  const switchTo = (condition: Condition) => {
    isSwitched.current = true;
    onChange(condition);
  };
  const focusSwitched = (element: HTMLElement | null) => {
    if (!element || !isSwitched.current) return;
    isSwitched.current = false;
    (element.querySelector<HTMLElement>("textarea, [data-first-control]") ?? element).focus();
  };
  if ("expression" in value) {
    return (
      <div ref={focusSwitched} className="flex flex-col gap-1">
        <div className="relative">
          <Textarea
            mono
            rows={2}
            aria-label={`${label} as expression`}
            spellCheck={false}
            placeholder="data.total > 100 && data.paid"
            className="pr-9"
            value={value.expression}
            onChange={(event) => onChange({ expression: event.currentTarget.value })}
          />
          <IconButton
            icon={SquareFunction}
            label="Use rows"
            size={24}
            pressed
            className="absolute top-1 right-1"
            disabled={
              value.expression.trim() === "" ? undefined : "Clear the expression first: it has no rows."
            }
            onClick={() => switchTo(empty)}
          />
        </div>
        <Foot condition={value} fields={fields} />
      </div>
    );
  }
  return (
    <div ref={focusSwitched} className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        {value.rows.length > 1 ? (
          <Segmented
            label={`${label}: how rows combine`}
            size="dense"
            value={value.match}
            onValueChange={(match) => onChange({ ...value, match })}
            segments={[
              { value: "all", label: "All of" },
              { value: "any", label: "Any of" },
            ]}
          />
        ) : null}
        <span className="flex-1" />
        <IconButton
          icon={SquareFunction}
          label="Write an expression"
          size={24}
          disabled={value.rows.length === 0 ? undefined : "Remove the rows first: they cannot be kept."}
          onClick={() => switchTo({ expression: "" })}
        />
      </div>
      <Rows
        group={value.rows.length === 0 ? { ...value, rows: [blankRow] } : value}
        fields={fields}
        onChange={onChange}
        label={label}
        canNest
      />
      <Foot condition={value} fields={fields} />
    </div>
  );
}

interface RowsProps<Group extends RowsCondition | ConditionGroup> {
  readonly label: string;
  readonly group: Group;
  readonly fields: readonly KnownField[];
  readonly canNest?: boolean;
  readonly onChange: (group: Group) => void;
}

/** Stands there before anything was chosen; stored once something is. */
const blankRow: Row = { field: "", operator: "is" };

function newRow(fields: readonly KnownField[]): Row {
  const first = fields.find(({ origin, type }) => origin === "data" && type !== "object");
  return { field: first?.path ?? "", operator: operatorsFor(first?.type ?? "unknown")[0] ?? "is" };
}

function Rows({ label, group, fields, canNest = false, onChange }: RowsProps<RowsCondition>) {
  const set = (rows: RowsCondition["rows"]) => onChange({ ...group, rows });
  return (
    <div className="flex flex-col gap-2">
      {group.rows.map((row, index) => {
        const replace = (next: Row | ConditionGroup) => set(group.rows.with(index, next));
        const remove = () => set(group.rows.toSpliced(index, 1));
        // biome-ignore-start lint/suspicious/noArrayIndexKey: rows have no identity but their place
        return "rows" in row ? (
          <div key={index} className="flex flex-col gap-2 rounded-control border p-2">
            <div className="flex items-center justify-between">
              <Segmented
                label="How the rows of this group combine"
                size="dense"
                value={row.match}
                onValueChange={(match) => replace({ ...row, match })}
                segments={[
                  { value: "all", label: "All of" },
                  { value: "any", label: "Any of" },
                ]}
              />
              <IconButton icon={X} label="Remove group" size={24} onClick={remove} />
            </div>
            <Rows
              label={label}
              group={row}
              fields={fields}
              onChange={(next) => {
                const rows = next.rows.flatMap((inner) => ("rows" in inner ? [] : [inner]));
                replace({ match: next.match, rows });
              }}
            />
          </div>
        ) : (
          <ConditionRow
            key={index}
            row={row}
            fields={fields}
            verdict={<Verdict row={row} fields={fields} />}
            onChange={replace}
            onRemove={remove}
          />
        );
        // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
      })}
      <div className="flex gap-1">
        <Button size="dense" variant="ghost" icon={Plus} onClick={() => set([...group.rows, newRow(fields)])}>
          Add row
        </Button>
        {canNest && group.rows.length > 0 ? (
          <Button
            size="dense"
            variant="ghost"
            icon={Plus}
            onClick={() => set([...group.rows, { match: "any", rows: [newRow(fields)] }])}
          >
            Add group
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Without any value of a sample nothing can be judged. */
const hasSample = (fields: readonly KnownField[]) =>
  fields.some(({ origin, sample }) => origin !== "event" && sample !== undefined);

/** ✓ when the row holds for the sample. */
function Verdict({ row, fields }: { readonly row: Row; readonly fields: readonly KnownField[] }) {
  usePatterns();
  if (row.field === "" || !hasSample(fields)) return null;
  const passed = holds(row, fields);
  return (
    <Icon
      of={passed ? CircleCheck : Minus}
      size={14}
      className={cn(passed ? "text-ok-mark" : "text-muted")}
      label={passed ? "Holds for the sample" : "Does not hold for the sample"}
    />
  );
}

/** A value that cannot be read holds for nothing; the line below says what is wrong with it. */
function holds(row: Row, fields: readonly KnownField[]): boolean {
  try {
    return testRow(row, sampleRoots(fields, new Date())).passed;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function Foot({
  condition,
  fields,
}: {
  readonly condition: Condition;
  readonly fields: readonly KnownField[];
}) {
  usePatterns();
  const isEmpty = "rows" in condition ? condition.rows.length === 0 : condition.expression.trim() === "";
  if (isEmpty) return null;
  const verdict = hasSample(fields) ? verdictOf(condition, fields) : undefined;
  return (
    <p className={cn("text-label font-normal", verdict?.isWrong ? "text-bad" : "text-muted")}>
      {verdict ? <MarkedText>{verdict.text}</MarkedText> : null}
      {verdict?.isWrong ? null : <PassingLine condition={condition} />}
    </p>
  );
}

function verdictOf(condition: Condition, fields: readonly KnownField[]): { text: string; isWrong: boolean } {
  try {
    const { passed, because } = testCondition(condition, sampleRoots(fields, new Date()));
    return { text: passed ? "The sample passes." : `The sample does not pass: ${because}.`, isWrong: false };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { text: error.message, isWrong: error.code !== "not-loaded" };
  }
}
