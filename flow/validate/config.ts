import type * as z from "zod";
import { conditionSchema } from "../document/condition";
import { conditionGap } from "../document/condition-gap";
import { stepsOf } from "../document/flow-document";
import type { Issue, IssuePlace } from "../issue";
import { type ConfigField, configFields } from "../node/field-hints";
import type { FieldHints } from "../node/step-definition";
import { cardTitle, type Rule, stepTitle } from "./rule";

/** A form that is not filled in yet, or that holds something its step cannot use. */
export const config: Rule = ({ document, nodes }) => {
  const producers = document.producers.flatMap((producer) => {
    const definition = nodes.producer(producer.type);
    if (definition === undefined) return [];
    const at = { kind: "producer", id: producer.id } as const;
    return check(definition.config, producer.config, at, cardTitle(producer, "producer"));
  });
  const steps = document.consumers
    .flatMap((consumer) => [...stepsOf(consumer.steps)])
    .flatMap((step) => {
      const definition = nodes.step(step.type);
      if (definition === undefined || step.disabled) return [];
      return check(definition.config, step.config, { kind: "step", id: step.id }, stepTitle(step, nodes));
    });
  return [...producers, ...steps];
};

function check(schema: z.ZodType, value: Record<string, unknown>, at: IssuePlace, title: string): Issue[] {
  const parsed = schema.safeParse(value);
  const fields = configFields(schema);
  if (parsed.success) return unfinishedConditions(fields, value, at, title);
  const hints = new Map(fields.map((field) => [field.name, field.hints]));
  const issues = parsed.error.issues.map((found) => issueOf(found, value, at, title, hints));
  const seen = new Set<string>();
  // One sentence per field: the first is the one to act on.
  return issues.filter(({ at: place }) => seen.size !== seen.add(place.field ?? "").size);
}

/** A condition without rows, or with a half-filled one, is well-formed, and would let everything or nothing through. */
function unfinishedConditions(
  fields: readonly ConfigField[],
  value: Record<string, unknown>,
  at: IssuePlace,
  title: string,
): Issue[] {
  return fields.flatMap(({ name, hints }): Issue[] => {
    if (hints.control !== "condition") return [];
    const condition = conditionSchema.safeParse(value[name]);
    const gap = condition.success ? conditionGap(condition.data) : undefined;
    if (gap === undefined) return [];
    const needs = gap === "a condition" ? (hints.needs ?? "needs a condition") : `needs ${gap}`;
    return [
      {
        code: "needs-value",
        severity: "unfinished",
        at: { ...at, field: name },
        message: `*${title}* ${needs}.`,
      },
    ];
  });
}

function issueOf(
  found: z.core.$ZodIssue,
  value: Record<string, unknown>,
  at: IssuePlace,
  title: string,
  hints: ReadonlyMap<string, FieldHints>,
): Issue {
  const field = found.path.map(String).join(".");
  const name = String(found.path[0] ?? "");
  const hint = hints.get(name);
  const place = field === "" ? at : { ...at, field };
  if (found.path.length === 1 && isEmpty(value[name])) {
    const needs = hint?.needs ?? (hint ? `needs a value for “${hint.label}”` : `needs \`${field}\``);
    return { code: "needs-value", severity: "unfinished", at: place, message: `*${title}* ${needs}.` };
  }
  const where = hint?.label ?? (field === "" ? "" : `\`${field}\``);
  const message = `*${title}*${where === "" ? "" : `, ${where}`}: ${found.message}`;
  return { code: "wrong-value", severity: "problem", at: place, message };
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
