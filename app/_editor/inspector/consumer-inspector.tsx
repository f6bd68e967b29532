"use client";

import { X } from "lucide-react";
import { Field } from "@/app/_ui/field";
import { IconButton } from "@/app/_ui/icon-button";
import { KindTile } from "@/app/_ui/kind-tile";
import { Select } from "@/app/_ui/select";
import type { Consumer, Order } from "@/flow/document/flow-document";
import { setConsumer, subscribe, unsubscribe } from "@/flow/edit/consumer-commands";
import { fieldsAt } from "@/flow/graph/fields";
import { FormPart } from "../form/form-part";
import { TemplateBox } from "../form/template-box";
import { TopicSelect } from "../form/topic-select";
import { knownDocument } from "../samples/known-document";
import { useEditor, useEditorStore } from "../state/editor-context";
import { BacklogFields } from "./backlog-fields";
import { BreakerBanner } from "./breaker-banner";
import { FailureFields } from "./failure-fields";
import { HeldBanner } from "./held-banner";
import { InspectorHead } from "./inspector-head";
import { RateFields } from "./rate-fields";
import { RetryBanner } from "./retry-banner";
import { Section } from "./section";
import { WorkSection } from "./work-section";

/** When a consumer runs, in which order, and what happens if it fails. */
export function ConsumerInspector({ id }: { readonly id: string }) {
  const store = useEditorStore();
  const consumer = useEditor(({ document }) => document.consumers.find((other) => other.id === id));
  if (!consumer) return null;
  return (
    <>
      <InspectorHead
        icon={<KindTile kind="consumer" />}
        name={consumer.name}
        placeholder="Consumer"
        onRename={(name) =>
          store.edit("Rename consumer", (current) => setConsumer(current, id, { name }), {
            mergeKey: `name:${id}`,
          })
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <BreakerBanner consumerId={id} />
        <HeldBanner consumerId={id} />
        <RetryBanner consumerId={id} />
        <Section title="Setup" name="setup" startsOpen>
          <FormPart>
            <When consumer={consumer} />
            <OrderFields consumer={consumer} />
            <RateFields consumer={consumer} />
            <BacklogFields consumer={consumer} />
          </FormPart>
        </Section>
        <Section title="If it fails" name="failure" startsOpen>
          <FormPart>
            <FailureFields consumer={consumer} />
          </FormPart>
        </Section>
        <WorkSection consumerId={id} />
      </div>
    </>
  );
}

function When({ consumer }: { readonly consumer: Consumer }) {
  const store = useEditorStore();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const rest = consumer.when.length === 0 ? "When" : "Or when";
  return (
    <div data-field="when" className="flex flex-col gap-2">
      <span className="text-label text-muted">When any of these arrives</span>
      {consumer.when.length > 0 ? (
        <ul className="flex flex-col gap-1">
          {consumer.when.map((topic) => (
            <li key={topic} className="flex h-8 items-center gap-2 rounded-control bg-sunken pr-1 pl-2">
              <span className="min-w-0 flex-1 truncate font-mono text-mono">{topic}</span>
              <IconButton
                icon={X}
                label={`Remove ${topic}`}
                size={24}
                onClick={() =>
                  store.edit(`Unwire ${topic}`, (current) => unsubscribe(current, consumer.id, topic))
                }
              />
            </li>
          ))}
        </ul>
      ) : null}
      {isReadOnly ? null : (
        <TopicSelect
          label={rest}
          value={undefined}
          onChange={(topic) =>
            store.edit(`Wire ${topic}`, (current) => subscribe(current, consumer.id, topic))
          }
        />
      )}
    </div>
  );
}

const orderWords = [
  { value: "none", label: "Events may overtake each other" },
  { value: "key", label: "In order for each key" },
  { value: "strict", label: "Strictly one after the other" },
] as const;

function OrderFields({ consumer }: { readonly consumer: Consumer }) {
  const store = useEditorStore();
  const known = useEditor(knownDocument);
  const nodes = useEditor((state) => state.nodes);
  const { order } = consumer;
  const set = (next: Order) => {
    // Keys can be parked only where they are kept in order.
    const { whenGivenUp, ...others } = consumer.failure;
    const isKept = next.mode === "key" || (next.mode === "strict" && whenGivenUp === "stop");
    const failure = isKept ? consumer.failure : others;
    store.edit("Change order", (current) => setConsumer(current, consumer.id, { order: next, failure }), {
      mergeKey: `order:${consumer.id}`,
    });
  };
  return (
    <>
      <Field
        label="Order"
        help={order.mode === "none" ? "The fastest way. An event that waits holds up no other." : undefined}
      >
        <Select
          value={order.mode}
          options={orderWords}
          onValueChange={(mode) => set(mode === "key" ? { mode, lanes: 8 } : { mode })}
        />
      </Field>
      {order.mode === "key" ? (
        <Field
          label="Key"
          optional
          help="Later events of the same key wait too. Empty: the key that the event was sent with."
        >
          <TemplateBox
            label="Key"
            value={order.key === undefined ? "" : `{{ ${order.key} }}`}
            fields={fieldsAt(known, nodes, consumer.id)}
            onChange={(text) => {
              const path = /\{\{\s*(.+?)\s*\}\}/.exec(text)?.[1];
              set(path === undefined ? { mode: "key", lanes: order.lanes } : { ...order, key: path });
            }}
          />
        </Field>
      ) : null}
    </>
  );
}
