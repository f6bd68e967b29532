"use client";

import { Field } from "@/app/_ui/field";
import { KindTile } from "@/app/_ui/kind-tile";
import { nodeIcon } from "@/app/_ui/node-icon";
import { answerProducer } from "@/flow/edit/new-cards";
import { setProducer } from "@/flow/edit/producer-commands";
import { ConfigForm } from "../form/config-form";
import { FormPart } from "../form/form-part";
import { TopicSelect } from "../form/topic-select";
import { useEditor, useEditorStore } from "../state/editor-context";
import { InspectorHead } from "./inspector-head";
import { ProducerAddress } from "./producer-address";
import { Section } from "./section";

/** Where events come from: its form, its topic and its address. */
export function ProducerInspector({ id }: { readonly id: string }) {
  const store = useEditorStore();
  const producer = useEditor(({ document }) => document.producers.find((other) => other.id === id));
  const nodes = useEditor((state) => state.nodes);
  if (!producer) return null;
  const definition = nodes.producer(producer.type);
  return (
    <>
      <InspectorHead
        icon={<KindTile kind="producer" icon={nodeIcon(definition?.icon ?? "log-in")} />}
        name={producer.name}
        placeholder={definition?.title ?? "Producer"}
        onRename={(name) =>
          store.edit("Rename producer", (current) => setProducer(current, id, { name }), {
            mergeKey: `name:${id}`,
          })
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Section title="Setup" name="setup" startsOpen>
          {definition && definition.entry !== "schedule" ? (
            <ProducerAddress producerId={id} entry={definition.entry} />
          ) : null}
          <FormPart>
            <div data-field="topic">
              <Field label="Publishes to">
                <TopicSelect
                  label="Publishes to"
                  value={producer.topic}
                  onChange={(topic) => {
                    store.edit(`Publish to ${topic}`, (current) => answerProducer(current, id, topic));
                    store.setState({ ghost: undefined });
                  }}
                />
              </Field>
            </div>
          </FormPart>
          {definition ? (
            <ConfigForm
              definition={definition}
              config={producer.config}
              place={`producer:${id}`}
              fields={[]}
              onChange={(field, config) =>
                store.edit(`Change ${field.hints.label}`, (current) => setProducer(current, id, { config }), {
                  mergeKey: `config:${id}:${field.name}`,
                })
              }
            />
          ) : (
            <p className="text-dense text-bad">
              This installation has no producer of the type <code>{producer.type}</code>.
            </p>
          )}
        </Section>
      </div>
    </>
  );
}
