"use client";

import { Field } from "@/app/_ui/field";
import { Icon } from "@/app/_ui/icon";
import { KindTile } from "@/app/_ui/kind-tile";
import { TextButton, TextLink } from "@/app/_ui/text-link";
import { Textarea } from "@/app/_ui/textarea";
import { setTopicDescription } from "@/flow/edit/topic-commands";
import { topicFields } from "@/flow/graph/fields";
import { openLive } from "../actions/live-actions";
import { fieldIcons } from "../form/field-picker";
import { FormPart } from "../form/form-part";
import { knownDocument } from "../samples/known-document";
import { useEditor, useEditorStore } from "../state/editor-context";
import { ElsewhereSection } from "./elsewhere-section";
import { InspectorHead } from "./inspector-head";
import { Section } from "./section";
import { TopicWork } from "./topic-work";

/** What is known about a topic and its events. */
export function TopicInspector({ name }: { readonly name: string }) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const known = useEditor(knownDocument);
  const nodes = useEditor((state) => state.nodes);
  const workspace = useEditor((state) => state.workspace);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const topic = document.topics.find((other) => other.name === name);
  if (!topic) return null;
  const fields = topicFields(known, nodes, name);
  return (
    <>
      <InspectorHead icon={<KindTile kind="topic" />} name={name} placeholder="" isMono />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Section title="Setup" name="setup" startsOpen>
          <FormPart>
            <div data-field="description">
              <Field label="What it means" optional>
                <Textarea
                  rows={2}
                  placeholder="When this happens, and what the event says"
                  value={topic.description ?? ""}
                  onChange={(event) => {
                    const { value } = event.currentTarget;
                    store.edit("Describe topic", (current) => setTopicDescription(current, name, value), {
                      mergeKey: `description:${name}`,
                    });
                  }}
                />
              </Field>
            </div>
          </FormPart>
          <div className="flex flex-wrap gap-x-4 gap-y-1 text-dense">
            {isReadOnly ? null : (
              <TextButton
                onClick={() =>
                  store.setState({
                    prompt: { kind: "rename-topic", topic: name, anchor: { key: `topic:${name}` } },
                  })
                }
              >
                Rename
              </TextButton>
            )}
            <TextButton onClick={() => openLive(store, { topic: name })}>Show events</TextButton>
            <TextLink href={`/w/${workspace}/events?topic=${encodeURIComponent(name)}`}>All events</TextLink>
          </div>
        </Section>
        <TopicWork name={name} />
        <ElsewhereSection name={name} />
        <Section title="Fields of its events" name="fields" startsOpen>
          {fields.length === 0 ? (
            <p className="text-dense text-text-2">
              Nothing is known yet. Fields appear with the first event, or when a form or a step says what it
              sends.
            </p>
          ) : (
            <ul className="-mx-2">
              {fields.map((field) => (
                <li key={field.path} className="flex h-8 items-center gap-2 px-2 text-dense">
                  <Icon of={fieldIcons[field.type]} size={14} className="text-muted" />
                  <span className="min-w-0 flex-1 truncate" title={field.path}>
                    {field.title}
                  </span>
                  {field.sample === undefined ? null : (
                    <span className="max-w-32 truncate font-mono text-label text-muted">
                      {typeof field.sample === "string" ? field.sample : JSON.stringify(field.sample)}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
    </>
  );
}
