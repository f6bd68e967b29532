"use client";

import { Plus } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { Icon } from "@/app/_ui/icon";
import { nodeIcon } from "@/app/_ui/node-icon";
import { addNewTopic } from "@/flow/edit/new-cards";
import { renameStep, setStepConfig } from "@/flow/edit/step-commands";
import { branchText } from "@/flow/graph/branch-text";
import { fieldsAt } from "@/flow/graph/fields";
import { findStep } from "@/flow/graph/step-tree";
import { outletOf } from "@/flow/node/outlet-of";
import { addBranchTo } from "../actions/step-menu";
import { ConfigForm } from "../form/config-form";
import { knownDocument } from "../samples/known-document";
import { useEditor, useEditorStore } from "../state/editor-context";
import { selectCard } from "../state/selection";
import { InspectorHead } from "./inspector-head";
import { RetryBanner } from "./retry-banner";
import { Section } from "./section";

/** The form of a step. */
export function StepInspector({ id }: { readonly id: string }) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const known = useEditor(knownDocument);
  const nodes = useEditor((state) => state.nodes);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const found = findStep(document, id);
  if (!found) return null;
  const { step, consumer } = found;
  const definition = nodes.step(step.type);
  const fields = fieldsAt(known, nodes, consumer.id, id);
  const title = definition?.title ?? step.type;
  const [first = step] = consumer.steps;
  const isConsumerUnnamed = consumer.name === (first.name ?? nodes.step(first.type)?.title);
  return (
    <>
      <InspectorHead
        icon={<Icon of={nodeIcon(definition?.icon ?? "box")} className="text-text-2" />}
        // A consumer is called like its first step until it is named: "Filter › Filter" would tell nothing.
        parent={{
          name: isConsumerUnnamed ? "Consumer" : consumer.name,
          onOpen: () => {
            store.select(selectCard(`consumer:${consumer.id}`));
            if (isConsumerUnnamed) store.setState({ wantedField: "@name" });
          },
        }}
        name={step.name ?? ""}
        placeholder={title}
        onRename={(name) =>
          store.edit(`Rename ${title}`, (current) => renameStep(current, id, name), {
            mergeKey: `name:${id}`,
          })
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <RetryBanner consumerId={consumer.id} stepId={id} />
        <Section title="Setup" name="setup" startsOpen>
          {definition ? (
            <>
              <p className="text-label font-normal text-muted">{definition.summary}</p>
              <ConfigForm
                definition={definition}
                config={step.config}
                place={`step:${id}`}
                fields={fields}
                onChange={(field, config) =>
                  store.edit(
                    `Change ${field.hints.label.replace(/ \(optional\)$/, "")}`,
                    (current) => {
                      const topic = outletOf(definition, config)?.topicOf(config);
                      const changed = setStepConfig(current, id, config);
                      const beside = `consumer:${consumer.id}`;
                      return topic === undefined ? changed : addNewTopic(changed, topic, { beside });
                    },
                    { mergeKey: `config:${id}:${field.name}` },
                  )
                }
              />
            </>
          ) : (
            <p className="text-dense text-bad">
              This installation has no step of the type <code>{step.type}</code>.
            </p>
          )}
        </Section>
        {step.branches ? (
          <Section title="Branches" name="branches" startsOpen>
            <ol className="-mx-2 flex flex-col">
              {step.branches.map((branch) => (
                <li key={branch.id}>
                  <button
                    type="button"
                    disabled={branch.condition === undefined}
                    onClick={() => store.select({ kind: "branch", id: branch.id })}
                    className="flex h-8 w-full items-center gap-2 rounded-control px-2 text-left text-dense not-disabled:hover:bg-hover"
                  >
                    <span className="min-w-0 flex-1 truncate">{branchText(branch)}</span>
                    <span className="shrink-0 text-label font-normal text-muted">
                      {branch.steps.length === 0
                        ? "Nothing happens"
                        : branch.steps.length === 1
                          ? "1 step"
                          : `${branch.steps.length} steps`}
                    </span>
                  </button>
                </li>
              ))}
            </ol>
            {isReadOnly ? null : (
              <div>
                <Button size="dense" variant="ghost" icon={Plus} onClick={() => addBranchTo(store, id)}>
                  Add branch
                </Button>
              </div>
            )}
          </Section>
        ) : null}
      </div>
    </>
  );
}
