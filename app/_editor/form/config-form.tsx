"use client";

import { useState } from "react";
import { Field, FieldGroup } from "@/app/_ui/field";
import { MarkedText } from "@/app/_ui/marked-text";
import type { NodeConfig } from "@/flow/document/node-config";
import { toNodeConfig } from "@/flow/document/node-config";
import type { KnownField } from "@/flow/graph/fields";
import { type ConfigField, configFields } from "@/flow/node/field-hints";
import type { ProducerDefinition } from "@/flow/node/producer-definition";
import type { StepDefinition } from "@/flow/node/step-definition";
import { issuesAt } from "../state/derived";
import { useEditor } from "../state/editor-context";
import { FieldControl } from "./field-control";
import { FieldWarning } from "./field-warning";
import { FormPart } from "./form-part";

interface ConfigFormProps {
  readonly definition: StepDefinition | ProducerDefinition;
  readonly config: NodeConfig;
  /** `kind:id` of the step or producer, where its issues stand. */
  readonly place: string;
  readonly fields: readonly KnownField[];
  readonly onChange: (field: ConfigField, config: NodeConfig) => void;
}

/** The form of a node, made from its schema and its hints. */
export function ConfigForm({ definition, config, place, fields, onChange }: ConfigFormProps) {
  const all = configFields(definition.config);
  const shown = all.filter(({ hints }) => isVisible(hints.visibleWhen, config, all));
  return (
    <FormPart>
      <div className="flex flex-col gap-4">
        {shown.map((field) => (
          <FormField
            key={field.name}
            field={field}
            config={config}
            place={place}
            fields={fields}
            onChange={(value) => {
              const { [field.name]: _before, ...rest } = config;
              onChange(field, value === undefined ? rest : toNodeConfig({ ...config, [field.name]: value }));
            }}
          />
        ))}
      </div>
    </FormPart>
  );
}

function isVisible(
  rule: { readonly field: string; readonly is: readonly unknown[] } | undefined,
  config: NodeConfig,
  all: readonly ConfigField[],
): boolean {
  if (!rule) return true;
  const other = all.find(({ name }) => name === rule.field);
  const value = config[rule.field] ?? other?.schema.safeParse(undefined).data;
  return rule.is.includes(value);
}

interface FormFieldProps {
  readonly field: ConfigField;
  readonly config: NodeConfig;
  readonly place: string;
  readonly fields: readonly KnownField[];
  readonly onChange: (value: unknown) => void;
}

/** Controls that are made of several, each with a name of its own. */
const composed: ReadonlySet<string | undefined> = new Set([
  "condition",
  "mapping",
  "form-fields",
  "schedule",
  "code",
]);

/**
 * What a field says once it was left moves those below it: while one of them is being pressed, it waits, or the press would
 * end on another.
 */
function onceReleased(field: HTMLElement, then: () => void): void {
  if (document.querySelector(":active") === null) {
    then();
    return;
  }
  const afterClick = () => {
    if (!field.contains(document.activeElement)) then();
  };
  addEventListener("pointerup", () => setTimeout(afterClick), { once: true, capture: true });
}

const optionalMark = / \(optional\)$/;

/** One field: told what is wrong with it once it was left, and left alone while somebody types in it. */
function FormField({ field, config, place, fields, onChange }: FormFieldProps) {
  const { name, hints } = field;
  const [visit, setVisit] = useState<"never" | "inside" | "left">("never");
  const isFresh = useEditor(({ fresh }) => fresh.has(place.slice(place.indexOf(":") + 1)));
  const issue = useEditor((state) =>
    issuesAt(state, place).find(
      ({ at, severity }) => severity !== "warning" && (at.field === name || at.field?.startsWith(`${name}.`)),
    ),
  );
  const warning = useEditor((state) =>
    issuesAt(state, place).find(({ at, severity }) => severity === "warning" && at.field === name),
  );
  const isTold = issue !== undefined && visit !== "inside" && (visit === "left" || !isFresh);
  const Frame = composed.has(hints.control) ? FieldGroup : Field;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: watches the focus of the control inside, nothing else
    <div
      data-field={name}
      data-optional={optionalMark.test(hints.label) || undefined}
      onFocus={() => setVisit("inside")}
      onBlur={(event) => {
        const { currentTarget, relatedTarget } = event;
        if (!currentTarget.contains(relatedTarget)) onceReleased(currentTarget, () => setVisit("left"));
      }}
    >
      <Frame
        label={hints.label.replace(optionalMark, "")}
        optional={optionalMark.test(hints.label)}
        help={hints.help}
        error={isTold ? <MarkedText>{issue.message}</MarkedText> : undefined}
      >
        <FieldControl
          field={field}
          value={config[name]}
          fields={fields}
          isInvalid={isTold}
          onChange={onChange}
        />
      </Frame>
      {warning && !isTold && visit !== "inside" ? <FieldWarning>{warning.message}</FieldWarning> : null}
    </div>
  );
}
