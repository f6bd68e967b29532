import type * as z from "zod";
import {
  type Branch,
  type Consumer,
  type FlowDocument,
  failurePolicySchema,
  type Step,
} from "./flow-document";

type Json = z.core.util.JSONType;

/**
 * A document as people read it in files: keys in the order of the format, configs in alphabetical order (the
 * database keeps none), and without what would be filled in as a default anyway.
 */
export function shortForm(document: FlowDocument): Record<string, unknown> {
  return present({
    millrace: document.millrace,
    name: document.name,
    description: document.description,
    producers: document.producers.map(({ id, type, name, topic, config, position }) =>
      present({ id, type, name, topic, config: sorted(config), position }),
    ),
    topics: document.topics.map(({ name, description, position }) =>
      present({ name, description, position }),
    ),
    consumers: document.consumers.map(shortConsumer),
    samples: orNothing(
      document.samples.map(({ id, name, topic, data }) => ({ id, name, topic, data: sorted(data) })),
    ),
    notes: orNothing((document.notes ?? []).map(({ id, text, position }) => ({ id, text, position }))),
    groups: orNothing((document.groups ?? []).map(({ id, title, cards }) => ({ id, title, cards }))),
  });
}

function shortConsumer(consumer: Consumer): Record<string, unknown> {
  const { id, name, when, order, failure, rate, backlog, steps, collapsed, position } = consumer;
  const usual: Record<string, unknown> = failurePolicySchema.parse({});
  const own = Object.fromEntries(Object.entries(failure).filter(([key, value]) => usual[key] !== value));
  return present({
    id,
    name,
    when,
    order: order.mode === "none" ? undefined : order,
    failure: Object.keys(own).length === 0 ? undefined : own,
    rate,
    backlog,
    steps: steps.map(shortStep),
    collapsed: collapsed || undefined,
    position,
  });
}

function shortStep({ id, type, name, disabled, config, branches }: Step): Record<string, unknown> {
  return present({
    id,
    type,
    name,
    disabled: disabled || undefined,
    config: sorted(config),
    branches: branches?.map(shortBranch),
  });
}

function shortBranch({ id, name, condition, steps }: Branch): Record<string, unknown> {
  return present({ id, name, condition, steps: steps.map(shortStep) });
}

function present(entries: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

function orNothing<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
