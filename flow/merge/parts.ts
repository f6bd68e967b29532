import type { FlowDocument, Step } from "../document/flow-document";

export type PartKind =
  | "flow"
  | "producer"
  | "topic"
  | "consumer"
  | "step"
  | "branch"
  | "sample"
  | "note"
  | "group";

/** One thing of a document without what stands inside of it. */
export interface Part {
  readonly kind: PartKind;
  /** Document id; of topics the name, of the flow itself "". */
  readonly id: string;
  /** The list it stands in, as `consumer:c1/steps`; "" for the flow itself. */
  readonly list: string;
  /** Its values; those of a config or a failure policy are one each, as `config.subject`. */
  readonly fields: ReadonlyMap<string, unknown>;
}

/** A document taken apart: things by their `kind:id`, and the keys of each list in their order. */
export interface Parts {
  readonly parts: ReadonlyMap<string, Part>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/** Key of the flow itself. */
export const flowKey = "flow:";

/** The thing that a list belongs to: `consumer:c1` for `consumer:c1/steps`. */
export function ownerOf(list: string): string {
  return list.slice(0, list.lastIndexOf("/"));
}

/** Objects whose entries are fields of their own: two people may change one each. */
const opened: ReadonlySet<string> = new Set(["config", "failure"]);
const topLists = ["producers", "topics", "consumers", "samples", "notes", "groups"] as const;

/** Takes a document apart; undefined when two of its things share an id, as in a file made by hand. */
export function takeApart(document: FlowDocument): Parts | undefined {
  const parts = new Map<string, Part>();
  const lists = new Map<string, string[]>();
  let isUnique = true;

  /** @returns the key of what was added */
  function add(kind: PartKind, id: string, list: string, values: object): string {
    const key = `${kind}:${id}`;
    if (parts.has(key)) isUnique = false;
    const fields = new Map<string, unknown>();
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      if (opened.has(name)) {
        for (const [inner, own] of Object.entries(value)) {
          if (own !== undefined) fields.set(`${name}.${inner}`, own);
        }
      } else fields.set(name, value);
    }
    parts.set(key, { kind, id, list, fields });
    const keys = lists.get(list);
    if (keys) keys.push(key);
    else if (list !== "") lists.set(list, [key]);
    return key;
  }

  function addSteps(list: string, steps: readonly Step[]): void {
    for (const { branches, ...step } of steps) {
      // That a step has branches at all is a value of its own: it may have none yet.
      const key = add("step", step.id, list, { ...step, ...(branches && { branches: true }) });
      for (const { steps: inner, ...branch } of branches ?? []) {
        addSteps(`${add("branch", branch.id, `${key}/branches`, branch)}/steps`, inner);
      }
    }
  }

  const { producers, topics, consumers, samples, notes, groups, ...head } = document;
  add("flow", "", "", { ...head, ...(notes && { notes: true }), ...(groups && { groups: true }) });
  const [ofProducers, ofTopics, ofConsumers, ofSamples, ofNotes, ofGroups] = topLists.map(topList);
  for (const producer of producers) add("producer", producer.id, ofProducers ?? "", producer);
  for (const topic of topics) add("topic", topic.name, ofTopics ?? "", topic);
  for (const { steps, ...consumer } of consumers) {
    addSteps(`${add("consumer", consumer.id, ofConsumers ?? "", consumer)}/steps`, steps);
  }
  for (const sample of samples) add("sample", sample.id, ofSamples ?? "", sample);
  for (const note of notes ?? []) add("note", note.id, ofNotes ?? "", note);
  for (const group of groups ?? []) add("group", group.id, ofGroups ?? "", group);
  return isUnique ? { parts, lists } : undefined;
}

function topList(name: (typeof topLists)[number]): string {
  return `${flowKey}/${name}`;
}

/** Puts a document together again; it is still to be parsed. */
export function putTogether({ parts, lists }: Parts): unknown {
  const listOf = (list: string): Record<string, unknown>[] =>
    (lists.get(list) ?? []).flatMap((key) => {
      const part = parts.get(key);
      return part ? [whole(key, part)] : [];
    });

  function whole(key: string, { kind, fields }: Part): Record<string, unknown> {
    const values = new Map<string, unknown>();
    const inner = new Map<string, Map<string, unknown>>();
    if (kind === "producer" || kind === "step") inner.set("config", new Map());
    for (const [name, value] of fields) {
      const dot = name.indexOf(".");
      const outer = name.slice(0, Math.max(0, dot));
      if (!opened.has(outer)) values.set(name, value);
      else inner.set(outer, (inner.get(outer) ?? new Map()).set(name.slice(dot + 1), value));
    }
    for (const [name, own] of inner) values.set(name, Object.fromEntries(own));
    if (kind === "consumer" || kind === "branch") values.set("steps", listOf(`${key}/steps`));
    if (kind === "step" && (fields.has("branches") || lists.has(`${key}/branches`))) {
      values.set("branches", listOf(`${key}/branches`));
    }
    return Object.fromEntries(values);
  }

  const root = parts.get(flowKey);
  if (!root) throw new Error("A document was put together without the flow itself.");
  const head = whole(flowKey, root);
  for (const name of topLists) {
    const list = listOf(topList(name));
    const isOptional = name === "notes" || name === "groups";
    if (!isOptional || list.length > 0 || head[name] !== undefined) head[name] = list;
  }
  return head;
}
