import type { FlowDocument } from "../document/flow-document";
import { branchText } from "../graph/branch-text";
import { findBranch } from "../graph/step-tree";
import { configFields } from "../node/field-hints";
import type { NodeLookup } from "../node/node-lookup";
import type { MergeConflict } from "./conflict";
import { type Part, takeApart } from "./parts";

interface Told {
  readonly mine: FlowDocument;
  readonly theirs: FlowDocument;
  readonly nodes: NodeLookup;
  /** Who made `theirs`. */
  readonly by: string;
}

const longest = 60;

const fieldWords: Readonly<Record<string, string>> = {
  name: "the name",
  description: "the description",
  topic: "the topic",
  type: "the kind",
  disabled: "whether it is on",
  condition: "the condition",
  order: "the order of events",
  rate: "the limit",
  data: "the data",
  text: "the words",
  title: "the title",
  "failure.attempts": "the number of attempts",
  "failure.timeoutMs": "the time limit",
};

/** What both changed, as a question that is answered by keeping one's own or taking theirs; in light markup. */
export function conflictWords(conflict: MergeConflict, told: Told): string {
  const { by } = told;
  const thing = titleOf(conflict, told);
  switch (conflict.what) {
    case "removed":
      return conflict.removedBy === "theirs"
        ? `${by} removed ${thing}; you changed it.`
        : `You removed ${thing}; ${by} changed it.`;
    case "place":
      return `${by} and you moved ${thing} to different places.`;
    case "order":
      return `${by} and you put what is in ${thing} into different orders.`;
    case "field":
      return fieldSentence(conflict, thing, told);
  }
}

function fieldSentence(conflict: MergeConflict, thing: string, { by, nodes, mine, theirs }: Told): string {
  const { field = "" } = conflict;
  const part = partOf(conflict, mine) ?? partOf(conflict, theirs);
  const words = `${wordsOf(field, part, nodes)} of ${thing}`;
  const [here, there] = [shortText(conflict.mine), shortText(conflict.theirs)];
  if (conflict.theirs === undefined) return `${by} cleared ${words}; you changed it.`;
  if (here === undefined || there === undefined) return `${by} changed ${words}, and so did you.`;
  return conflict.mine === undefined
    ? `${by} changed ${words} to “${there}”; you cleared it.`
    : `${by} changed ${words} to “${there}”; you wrote “${here}”.`;
}

function wordsOf(field: string, part: Part | undefined, nodes: NodeLookup): string {
  const name = field.replace(/^config\./, "");
  const type = part?.fields.get("type");
  if (name === field || typeof type !== "string") {
    return fieldWords[field] ?? (field.startsWith("failure.") ? "what happens if it fails" : `*${field}*`);
  }
  const definition = part?.kind === "producer" ? nodes.producer(type) : nodes.step(type);
  const own = definition && configFields(definition.config).find((each) => each.name === name);
  return `*${own?.hints.label.replace(/ \(optional\)$/, "") ?? name}*`;
}

/** Text and numbers as they are read; undefined for what would have to be shown as code. */
function shortText(value: unknown): string | undefined {
  if (value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).replace(/\s+/g, " ").trim();
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function titleOf(conflict: MergeConflict, { mine, theirs, nodes }: Told): string {
  const part = partOf(conflict, mine) ?? partOf(conflict, theirs);
  const { kind, id } = conflict;
  if (kind === "flow") return "the flow";
  if (kind === "topic") return `\`${id}\``;
  if (kind === "note") return "a note";
  const text = (field: string) => {
    const value = part?.fields.get(field);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  if (kind === "group") return `the group *${text("title") ?? "without a title"}*`;
  if (kind === "branch") {
    const found = findBranch(mine, id) ?? findBranch(theirs, id);
    return `the branch *${found ? branchText(found.branch) : id}*`;
  }
  const type = text("type");
  const definition = kind === "producer" ? nodes.producer(type ?? "") : nodes.step(type ?? "");
  return `*${text("name") ?? definition?.title ?? type ?? id}*`;
}

function partOf({ kind, id }: MergeConflict, document: FlowDocument): Part | undefined {
  return takeApart(document)?.parts.get(`${kind}:${id}`);
}
