import type { Consumer, FlowDocument, Step } from "@/flow/document/flow-document";
import { groupKey, noteKey } from "@/flow/edit/annotations";
import { branchText } from "@/flow/graph/branch-text";
import { cardKey, type Wire, wiresOf } from "@/flow/graph/wires";
import type { NodeLookup } from "@/flow/node/node-lookup";

/** A line of the outline: a card, a wire, a step, a branch, or the heading of a kind. */
export interface OutlineRow {
  /** As in the drawing: `topic:order.placed`, `step:…`, `wire:…`; of a heading `kind:…`. */
  readonly key: string;
  readonly kind: "heading" | "words" | "producer" | "topic" | "consumer" | "wire" | "branch" | "step";
  readonly level: number;
  readonly text: string;
  readonly detail: string;
  /** Icon of a producer's or step's type. */
  readonly icon?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Absent: nothing is below it. */
  readonly isOpen?: boolean | undefined;
}

/** All lines from top to bottom; what stands below a folded one is left out. */
export function outlineRows(
  document: FlowDocument,
  nodes: NodeLookup,
  folded: ReadonlySet<string> = new Set(),
): OutlineRow[] {
  const wires = wiresOf(document, nodes);
  const wireRow = (wire: Wire, text: string, level: number): OutlineRow => ({
    key: `wire:${wire.id}`,
    kind: "wire",
    level,
    text,
    detail: "",
  });
  const under = (row: OutlineRow, inner: () => OutlineRow[]): OutlineRow[] => {
    const rows = inner();
    if (rows.length === 0) return [row];
    const isOpen = !folded.has(row.key);
    return [{ ...row, isOpen }, ...(isOpen ? rows : [])];
  };

  const stepRows = (steps: readonly Step[], level: number): OutlineRow[] =>
    steps.flatMap((step) => {
      const definition = nodes.step(step.type);
      const row: OutlineRow = {
        key: `step:${step.id}`,
        kind: "step",
        level,
        text: step.name ?? definition?.row(step.config) ?? step.type,
        detail: definition?.title ?? step.type,
        icon: definition?.icon ?? "box",
        isDisabled: step.disabled,
      };
      return under(row, () => [
        ...wires
          .filter((wire) => wire.kind === "publish" && wire.stepId === step.id)
          .map((wire) => wireRow(wire, `Publishes to ${wire.topic}`, level + 1)),
        ...(step.branches ?? []).flatMap((branch) =>
          under(
            {
              key: `branch:${branch.id}`,
              kind: "branch",
              level: level + 1,
              text: branchText(branch),
              detail: branch.steps.length === 0 ? "Nothing happens" : "",
            },
            () => stepRows(branch.steps, level + 2),
          ),
        ),
      ]);
    });

  const consumerRows = (consumer: Consumer): OutlineRow[] =>
    under(
      {
        key: cardKey("consumer", consumer.id),
        kind: "consumer",
        level: 2,
        text: consumer.name,
        detail: consumer.when.length === 0 ? "No topic" : `When ${consumer.when.join(" or ")}`,
      },
      () => [
        ...wires
          .filter((wire) => wire.kind === "when" && wire.consumerId === consumer.id)
          .map((wire) => wireRow(wire, `When ${wire.topic}`, 3)),
        ...stepRows(consumer.steps, 3),
      ],
    );

  const producerRows = document.producers.flatMap((producer) => {
    const definition = nodes.producer(producer.type);
    return under(
      {
        key: cardKey("producer", producer.id),
        kind: "producer",
        level: 2,
        text: producer.name,
        detail: definition?.title ?? producer.type,
        icon: definition?.icon,
      },
      () =>
        wires
          .filter((wire) => wire.kind === "send" && wire.producerId === producer.id)
          .map((wire) => wireRow(wire, `Publishes to ${wire.topic}`, 3)),
    );
  });

  const topicRows = document.topics.map(({ name, description }): OutlineRow => {
    const heard = document.consumers.filter(({ when }) => when.includes(name)).length;
    return {
      key: cardKey("topic", name),
      kind: "topic",
      level: 2,
      text: name,
      detail:
        description ?? (heard === 0 ? "Nobody reacts" : heard === 1 ? "1 consumer" : `${heard} consumers`),
    };
  });

  const wordRows = [
    ...(document.notes ?? []).map(
      ({ id, text }): OutlineRow => ({
        key: noteKey(id),
        kind: "words",
        level: 2,
        text: text.split("\n")[0]?.replace(/^#+\s*/, "") || "Empty note",
        detail: "Note",
      }),
    ),
    ...(document.groups ?? []).map(
      ({ id, title, cards }): OutlineRow => ({
        key: groupKey(id),
        kind: "words",
        level: 2,
        text: title || "Group",
        detail: cards.length === 1 ? "Group of 1 card" : `Group of ${cards.length} cards`,
      }),
    ),
  ];

  const heading = (kind: string, text: string, rows: OutlineRow[]): OutlineRow[] =>
    under({ key: `kind:${kind}`, kind: "heading", level: 1, text, detail: "" }, () => rows);
  return [
    ...heading("producers", "Producers", producerRows),
    ...heading("topics", "Topics", topicRows),
    ...heading("consumers", "Consumers", document.consumers.flatMap(consumerRows)),
    ...heading("words", "Notes and groups", wordRows),
  ];
}
