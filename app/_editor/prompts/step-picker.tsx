"use client";

import { nodeIcon } from "@/app/_ui/node-icon";
import { fieldsAt, topicFields } from "@/flow/graph/fields";
import type { FieldInfo, StepDefinition, StepGroup } from "@/flow/node/step-definition";
import { addStep } from "../actions/add-actions";
import { knownDocument } from "../samples/known-document";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { EditorState } from "../state/editor-store";
import { findNodes } from "../state/find-nodes";
import type { StepTarget } from "../state/prompt";
import { fitsHere } from "./fits-here";
import { type PickItem, PickList } from "./pick-list";
import { recentSteps, rememberStep } from "./recent-steps";

const groupTitles: Readonly<Record<StepGroup, string>> = {
  shape: "Shape",
  time: "Time",
  state: "State",
  decide: "Decide",
  act: "Act",
};

function itemOf(definition: StepDefinition, group: string | undefined): PickItem {
  return {
    id: definition.type,
    title: definition.title,
    detail: definition.summary,
    icon: nodeIcon(definition.icon),
    group,
    mark: definition.isOutside ? "↗ outside" : undefined,
  };
}

function fieldsFor(state: EditorState, target: StepTarget): readonly FieldInfo[] {
  const [known, nodes] = [knownDocument(state), state.nodes];
  if (target.kind === "place") return fieldsAt(known, nodes, target.place.consumerId);
  return target.kind === "new-consumer" ? topicFields(known, nodes, target.topic) : [];
}

/** Without a query: what fits here, what was used last, then everything by group. */
function listAll(state: EditorState, target: StepTarget): PickItem[] {
  const { nodes, document } = state;
  const consumer =
    target.kind === "place" ? document.consumers.find(({ id }) => id === target.place.consumerId) : undefined;
  const fitting = fitsHere(nodes, fieldsFor(state, target), consumer);
  const recent = recentSteps().flatMap((type) => {
    const definition = nodes.step(type);
    return definition && !fitting.includes(definition) ? [definition] : [];
  });
  const grouped = Object.entries(groupTitles).flatMap(([group, title]) =>
    nodes.steps
      .filter((definition) => definition.group === group)
      .map((definition) => itemOf(definition, title)),
  );
  return [
    ...fitting.map((definition) => itemOf(definition, "Fits here")),
    ...recent.map((definition) => itemOf(definition, "Recent")),
    ...grouped,
  ];
}

/** Picks a step by name, synonym or group. */
export function StepPicker({ target }: { readonly target: StepTarget }) {
  const store = useEditorStore();
  const nodes = useEditor((state) => state.nodes);
  const find = (query: string) =>
    query.trim() === ""
      ? listAll(store.getState(), target)
      : findNodes(nodes.steps, query).map((definition) => itemOf(definition, undefined));
  return (
    <PickList
      className="h-105"
      placeholder="Find a step"
      find={find}
      empty={(query) => <NotFound query={query} />}
      onCancel={() => store.setState({ prompt: undefined })}
      onPick={(type) => {
        const definition = nodes.step(type);
        if (!definition) return;
        rememberStep(type);
        addStep(store, target, definition);
      }}
    />
  );
}

function NotFound({ query }: { readonly query: string }) {
  const nodes = useEditor((state) => state.nodes);
  const request = nodes.step("http-request");
  const code = nodes.step("run-code");
  return (
    <>
      No step called “{query}”.
      {request ? (
        <>
          {" "}
          <em>{request.title}</em> can call any service{code ? "; " : "."}
        </>
      ) : null}
      {code ? (
        <>
          <em>{code.title}</em> can compute anything.
        </>
      ) : null}
    </>
  );
}
