import dagre, { type GraphLabel } from "@dagrejs/dagre";
import type { FlowDocument } from "@/flow/document/flow-document";
import { cardHeight, cardWidth, columnGap, consumerHeight, rowGap } from "@/flow/graph/card-size";
import { type Point, portOf, snapToGrid } from "@/flow/graph/placement";
import { type CardKind, cardKey, endsOf, wiresOf } from "@/flow/graph/wires";
import type { NodeLookup } from "@/flow/node/node-lookup";

interface Box {
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
}

/** Places for all cards: columns from left to right, few crossings, by card key. */
export function arrange(document: FlowDocument, nodes: NodeLookup): Map<string, Point> {
  const graph = new dagre.graphlib.Graph<GraphLabel, Box, object>();
  graph.setGraph({ rankdir: "LR", ranksep: columnGap, nodesep: rowGap });
  graph.setDefaultEdgeLabel(() => ({}));
  const add = (kind: CardKind, id: string, height: number) =>
    graph.setNode(cardKey(kind, id), { width: cardWidth[kind], height, x: 0, y: 0 });
  for (const { id } of document.producers) add("producer", id, cardHeight.producer);
  for (const { name } of document.topics) add("topic", name, cardHeight.topic);
  for (const consumer of document.consumers) add("consumer", consumer.id, consumerHeight(consumer));
  for (const { from, to } of wiresOf(document, nodes).map(endsOf)) {
    if (from !== to) graph.setEdge(from, to);
  }
  dagre.layout(graph);
  const places = new Map<string, Point>();
  for (const key of graph.nodes()) {
    const { x, y, width, height } = graph.node(key);
    places.set(key, snapToGrid({ x: x - width / 2, y: y - height / 2 }, portOf(document, key)));
  }
  return places;
}
