"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { Textarea } from "@/app/_ui/textarea";
import { type ConditionOperator, conditionOperators } from "@/flow/document/condition";
import { operatorWords } from "@/flow/document/operator-words";
import { expressionOfCondition } from "@/flow/expression/condition-conversion";
import { expressionProblem } from "@/flow/expression/evaluate";
import type { EventQuery } from "./event-query";
import { statusWords } from "./filter-chips";
import type { FilterKind } from "./filter-kinds";

interface FilterDialogProps {
  readonly workspace: string;
  readonly kind: FilterKind;
  readonly query: EventQuery;
  readonly onClose: () => void;
  readonly onAdd: (query: EventQuery) => void;
}

const formId = "add-filter";
const titles: Readonly<Record<FilterKind, string>> = {
  topic: "Only events of a topic",
  type: "Only events of a type",
  key: "Only events with a key",
  correlation: "Only events of a conversation",
  time: "Only events received between two times",
  test: "Test traffic",
  status: "Only events with a status",
  consumer: "Only events of a consumer",
  field: "Only events with a value in a field",
  expression: "Only events for which an expression gives yes",
};

/** What of a form was filled in; every kind uses some of it. */
interface Draft {
  readonly value: string;
  readonly field: string;
  readonly operator: ConditionOperator;
  readonly from: string;
  readonly to: string;
}

type Result = { readonly query: EventQuery } | { readonly problem: string };

const withoutValue: readonly ConditionOperator[] = ["is-empty", "is-not-empty", "is-yes", "is-no"];
const offered = conditionOperators.filter((operator) => operator !== "in-the-last" && operator !== "between");

function more(list: readonly string[] | undefined, value: string): string[] {
  return [...new Set([...(list ?? []), value])];
}

function fieldExpression({ field, operator, value }: Draft): Result | string {
  const name = field.trim();
  if (name === "") return { problem: "Name the field, as in total or customer.name." };
  if (value === "" && !withoutValue.includes(operator)) return { problem: "Say what to compare with." };
  const isRooted = /^(?:data|event)[.[]/.test(name);
  const row = { field: isRooted ? name : `data.${name}`, operator, value };
  const written = expressionOfCondition({ match: "all", rows: [row] });
  return "result" in written ? written.result : { problem: "This is no name of a field." };
}

function withExpression(query: EventQuery, expression: string): Result {
  const problem = expressionProblem(expression);
  return problem
    ? { problem: problem.message }
    : { query: { ...query, where: more(query.where, expression) } };
}

/** The query with the filter of a form, or what the form lacks. */
function resultOf(kind: FilterKind, query: EventQuery, draft: Draft): Result {
  const value = draft.value.trim();
  if (kind === "time") {
    const [from, to] = [new Date(draft.from), new Date(draft.to)];
    const [hasFrom, hasTo] = [!Number.isNaN(from.getTime()), !Number.isNaN(to.getTime())];
    if (!hasFrom && !hasTo) return { problem: "Choose a beginning, an end, or both." };
    const { from: _, to: __, ...rest } = query;
    return { query: { ...rest, ...(hasFrom && { from }), ...(hasTo && { to }) } };
  }
  if (kind === "field") {
    const expression = fieldExpression(draft);
    return typeof expression === "string" ? withExpression(query, expression) : expression;
  }
  if (value === "") return { problem: "Choose or write a value." };
  switch (kind) {
    case "topic":
      return { query: { ...query, topics: more(query.topics, value) } };
    case "type":
      return { query: { ...query, types: more(query.types, value) } };
    case "key":
      return { query: { ...query, key: value } };
    case "correlation":
      return { query: { ...query, correlationId: value } };
    case "test":
      return { query: { ...query, test: value === "only" ? "only" : "hidden" } };
    case "status": {
      const statuses = statusOptions
        .map((option) => option.value)
        .filter((status) => status === value || query.statuses?.includes(status));
      return { query: { ...query, statuses } };
    }
    case "consumer": {
      const [flow = "", id = ""] = value.split("\n");
      return { query: { ...query, consumer: { flow, id } } };
    }
    case "expression":
      return withExpression(query, value);
  }
}

const statusOptions = [
  { value: "ok", label: statusWords.ok },
  { value: "failed", label: statusWords.failed, detail: "Will be tried again, or given up" },
  { value: "waiting", label: statusWords.waiting },
  { value: "filtered", label: statusWords.filtered },
  { value: "dead", label: statusWords.dead },
] as const;

/** Asks for the value of one filter. */
export function FilterDialog({ workspace, kind, query, onClose, onAdd }: FilterDialogProps) {
  const [draft, setDraft] = useState<Draft>({ value: "", field: "", operator: "is", from: "", to: "" });
  const [problem, setProblem] = useState<string>();
  const change = (patch: Partial<Draft>) => {
    setProblem(undefined);
    setDraft((before) => ({ ...before, ...patch }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const result = resultOf(kind, query, draft);
    if ("problem" in result) setProblem(result.problem);
    else onAdd(result.query);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={titles[kind]}
      footer={
        <>
          <DialogCancel />
          <Button type="submit" form={formId} variant="primary">
            Add filter
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <FilterFields workspace={workspace} kind={kind} draft={draft} problem={problem} onChange={change} />
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  readonly workspace: string;
  readonly kind: FilterKind;
  readonly draft: Draft;
  readonly problem: string | undefined;
  readonly onChange: (patch: Partial<Draft>) => void;
}

function FilterFields({ workspace, kind, draft, problem, onChange }: FieldsProps) {
  const trpc = useTRPC();
  const isChosen = kind === "topic" || kind === "consumer";
  const choices = useQuery(trpc.events.filterChoices.queryOptions({ workspace }, { enabled: isChosen }));
  const setValue = (value: string) => onChange({ value });
  const { value } = draft;
  switch (kind) {
    case "topic":
      return (
        <Field label="Topic" error={problem}>
          <Select
            mono
            value={value || undefined}
            onValueChange={setValue}
            options={(choices.data?.topics ?? []).map((topic) => ({ value: topic, label: topic }))}
          />
        </Field>
      );
    case "consumer":
      return (
        <Field label="Consumer" error={problem}>
          <Select
            value={value || undefined}
            onValueChange={setValue}
            options={(choices.data?.consumers ?? []).map(({ flow, flowName, id, name }) => ({
              value: `${flow}\n${id}`,
              label: name,
              detail: flowName,
            }))}
          />
        </Field>
      );
    case "status":
      return (
        <Field label="Status" error={problem} help="At any consumer, or at the one that you filter by.">
          <Select value={value || undefined} onValueChange={setValue} options={statusOptions} />
        </Field>
      );
    case "test":
      return (
        <Field label="Test traffic" error={problem}>
          <Select
            value={value || undefined}
            onValueChange={setValue}
            options={[
              { value: "hidden", label: "Leave it out" },
              { value: "only", label: "Show nothing else" },
            ]}
          />
        </Field>
      );
    case "time":
      return (
        <>
          <Field label="From" optional error={problem}>
            <Input
              type="datetime-local"
              step={1}
              value={draft.from}
              onValueChange={(from) => onChange({ from })}
            />
          </Field>
          <Field label="Until" optional>
            <Input type="datetime-local" step={1} value={draft.to} onValueChange={(to) => onChange({ to })} />
          </Field>
        </>
      );
    case "field":
      return (
        <>
          <Field label="Field" error={problem} help="As in total, customer.name or items[0].sku">
            <Input mono autoFocus value={draft.field} onValueChange={(field) => onChange({ field })} />
          </Field>
          <Field label="Operator">
            <Select
              value={draft.operator}
              onValueChange={(operator) => onChange({ operator })}
              options={offered.map((operator) => ({ value: operator, label: operatorWords[operator] }))}
            />
          </Field>
          {withoutValue.includes(draft.operator) ? null : (
            <Field label="Value">
              <Input value={value} onValueChange={setValue} />
            </Field>
          )}
        </>
      );
    case "expression":
      return (
        <Field label="Expression" error={problem} help={'As in data.total > 100 && data.country == "DE"'}>
          <Textarea mono autoFocus value={value} onChange={(event) => setValue(event.currentTarget.value)} />
        </Field>
      );
    default:
      return (
        <Field label={plainLabels[kind]} error={problem}>
          <Input mono autoFocus value={value} onValueChange={setValue} />
        </Field>
      );
  }
}

const plainLabels = {
  type: "Event type",
  key: "Key",
  correlation: "Conversation (correlation id)",
} as const;
