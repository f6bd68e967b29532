"use client";

import { Cylinder, ListChecks } from "lucide-react";
import { nodeIcon } from "@/app/_ui/node-icon";
import { asTopicName } from "@/flow/document/names";
import { portOffset } from "@/flow/graph/card-size";
import { type Point, placeInColumn } from "@/flow/graph/placement";
import { addProducer, addStep, addTopic } from "../actions/add-actions";
import { askForStep } from "../actions/ask-actions";
import { useEditor, useEditorStore } from "../state/editor-context";
import { findNodes } from "../state/find-nodes";
import type { StepTarget } from "../state/prompt";
import { type PickItem, PickList } from "./pick-list";

interface QuickAddProps {
  readonly position: Point | undefined;
  readonly onCancel: () => void;
}

const consumerItem = { title: "Consumer", summary: "Reacts to a topic", synonyms: ["react", "step", "do"] };
const topicItem = { title: "Topic", summary: "A named log of events", synonyms: ["event", "queue", "log"] };

/** `N`: any card by typing its name or that of a step; what is no name of anything can become a topic. */
export function QuickAdd({ position, onCancel }: QuickAddProps) {
  const store = useEditorStore();
  const nodes = useEditor((state) => state.nodes);
  const find = (query: string): PickItem[] => {
    const producers = findNodes(nodes.producers, query).map(
      (definition): PickItem => ({
        id: `producer:${definition.type}`,
        title: definition.title,
        detail: definition.summary,
        icon: nodeIcon(definition.icon),
        group: "Producers",
      }),
    );
    const others = findNodes([topicItem, consumerItem], query).map(
      (item): PickItem => ({
        id: item === topicItem ? "topic" : "consumer",
        title: item.title,
        detail: item.summary,
        icon: item === topicItem ? Cylinder : ListChecks,
        group: "Topics and consumers",
      }),
    );
    // Who looks for a step means what it does: it becomes the first of a new consumer.
    const steps = (query.trim() === "" ? [] : findNodes(nodes.steps, query)).slice(0, 4).map(
      (definition): PickItem => ({
        id: `step:${definition.type}`,
        title: definition.title,
        detail: definition.summary,
        icon: nodeIcon(definition.icon),
        group: "Steps, in a new consumer",
      }),
    );
    const name = asTopicName(query);
    const named: PickItem[] =
      name === ""
        ? []
        : [
            {
              id: "named",
              title: name,
              detail: "New topic",
              icon: Cylinder,
              group: "New topic",
              isMono: true,
            },
          ];
    return [...producers, ...others, ...steps, ...named];
  };
  const pick = (id: string, query: string) => {
    store.setState({ prompt: undefined });
    const at = (port: number) => position && { x: position.x, y: position.y - port };
    const looseConsumer = (): StepTarget => ({
      kind: "loose-consumer",
      position: at(portOffset.consumer) ?? placeInColumn(store.getState().document, "consumer"),
    });
    if (id === "topic") {
      store.setState({
        prompt: {
          kind: "name-topic",
          asker: undefined,
          position: at(portOffset.topic),
          anchor: { key: "canvas" },
        },
      });
    } else if (id === "named") addTopic(store, query, at(portOffset.topic));
    else if (id === "consumer") askForStep(store, looseConsumer(), { key: "canvas" });
    else if (id.startsWith("step:")) {
      const definition = nodes.step(id.slice("step:".length));
      const { topics } = store.getState().document;
      const only = topics.length === 1 ? topics[0]?.name : undefined;
      const target: StepTarget =
        only === undefined
          ? looseConsumer()
          : { kind: "new-consumer", topic: only, position: at(portOffset.consumer) };
      if (definition) addStep(store, target, definition);
    } else {
      const definition = nodes.producer(id.slice("producer:".length));
      if (definition) addProducer(store, definition, at(portOffset.producer));
    }
  };
  return (
    <PickList
      className="max-h-105"
      placeholder="Add a producer, topic or consumer"
      find={find}
      onPick={pick}
      onCancel={onCancel}
      empty={() => "Nothing of that name. Letters and digits make a topic."}
    />
  );
}
