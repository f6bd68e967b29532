"use client";

import { useMemo, useState } from "react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { formatPlural } from "@/app/_ui/format";
import { MarkedText } from "@/app/_ui/marked-text";
import { Radio, RadioGroup } from "@/app/_ui/radio-group";
import { Sheet } from "@/app/_ui/sheet";
import { Textarea } from "@/app/_ui/textarea";
import { diffFlows } from "@/flow/diff/diff-flows";
import { list } from "@/flow/diff/list";
import type { FlowDocument } from "@/flow/document/flow-document";
import { useEditor } from "../state/editor-context";
import type { DeployPreview } from "../state/flow-api";
import { ChangeList } from "./change-list";
import { DiffDrawing } from "./diff-drawing";
import type { DeployChoices } from "./use-deployment";

interface DeploySheetProps {
  readonly preview: DeployPreview;
  /** What runs now; absent before the first deployment. */
  readonly before: FlowDocument | undefined;
  /** What would run. */
  readonly after: FlowDocument;
  readonly description?: string | undefined;
  readonly isBusy: boolean;
  readonly error: string | undefined;
  /** Repeats the button: "Deploy 3 changes". */
  readonly label: string;
  readonly onCancel: () => void;
  readonly onDeploy: (choices: DeployChoices) => void;
}

/** One sentence per change, and what deploying does beyond the drawing. */
export function DeploySheet(props: DeploySheetProps) {
  const { preview, before, after, description, isBusy, error, label, onCancel, onDeploy } = props;
  const nodes = useEditor((state) => state.nodes);
  const changes = useMemo(() => diffFlows(before, after, nodes), [before, after, nodes]);
  const [starts, setStarts] = useState<Readonly<Record<string, "now" | "beginning">>>({});
  const [note, setNote] = useState("");
  const [deliverKept, setDeliverKept] = useState(false);
  // Going back delivers nothing: what was kept belongs to what is deployed from the draft.
  const keptSamples = preview.isFirst ? preview.keptSamples : 0;
  return (
    <Sheet
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onCancel();
      }}
      title={label}
      description={description}
      footer={
        <>
          <DialogCancel />
          <Button
            variant="primary"
            busy={isBusy}
            busyLabel="Deploying…"
            onClick={() => onDeploy({ note, starts, deliverKept })}
            data-testid="deploy-confirm"
          >
            {label}
          </Button>
        </>
      }
    >
      {error === undefined ? null : <Banner tone="bad">{error}</Banner>}
      <DiffDrawing before={before} after={after} />
      <ChangeList changes={changes} />
      {changes.length === 0 ? <p className="text-dense text-muted">Nothing differs from what runs.</p> : null}
      <SchemaWarnings preview={preview} />
      {preview.others.length > 0 ? (
        <p className="text-dense text-text-2">Includes {othersWords(preview.others)}.</p>
      ) : null}
      <Effects preview={preview} starts={starts} onStarts={setStarts} />
      {keptSamples > 0 ? (
        <Checkbox checked={deliverKept} onCheckedChange={setDeliverKept}>
          Deliver the {formatPlural(keptSamples, "kept event")}
        </Checkbox>
      ) : null}
      <Field label="Note" optional>
        <Textarea
          rows={2}
          placeholder="Why"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Field>
    </Sheet>
  );
}

/** Where the flow does not agree with the schemas of its topics, and the topics let it pass. */
function SchemaWarnings({ preview }: { readonly preview: DeployPreview }) {
  const warnings = preview.issues.filter(({ wires }) => wires !== undefined);
  if (warnings.length === 0) return null;
  return (
    <Banner tone="wait">
      <ul aria-label="Against the schemas" className="flex flex-col gap-1">
        {warnings.slice(0, 5).map(({ code, at, message }) => (
          <li key={`${code} ${at.kind} ${at.id ?? ""} ${at.field ?? ""}`}>
            <MarkedText>{message}</MarkedText>
          </li>
        ))}
        {warnings.length > 5 ? <li>{warnings.length - 5} more stand under Problems.</li> : null}
      </ul>
    </Banner>
  );
}

/** "2 changes by Mia and 1 change by Jo". */
function othersWords(others: DeployPreview["others"]): string {
  return list(others.map(({ name, count }) => `${formatPlural(count, "change")} by ${name}`));
}

interface EffectsProps {
  readonly preview: DeployPreview;
  readonly starts: Readonly<Record<string, "now" | "beginning">>;
  readonly onStarts: (starts: Readonly<Record<string, "now" | "beginning">>) => void;
}

/** "What this does": where new consumers start, what is cancelled, what acts outside. */
function Effects({ preview, starts, onStarts }: EffectsProps) {
  const { newConsumers, removedConsumers } = preview;
  const choosable = newConsumers.filter(({ storedEvents }) => storedEvents > 0);
  const cancelled = removedConsumers
    .map((consumer) => ({ ...consumer, count: consumer.waiting + consumer.retrying + consumer.held }))
    .filter(({ count }) => count > 0);
  const outside = newConsumers.filter(({ isOutside }) => isOutside);
  if (choosable.length + cancelled.length + outside.length === 0) return null;
  return (
    <section className="flex flex-col gap-3 rounded-card bg-sunken p-3">
      <h3 className="text-dense font-strong">What this does</h3>
      {choosable.map(({ consumerId, topic, name, storedEvents, isOutside }) => {
        const events =
          storedEvents === 1 ? "the stored event" : `all ${formatPlural(storedEvents, "stored event")}`;
        return (
          <div key={`${consumerId} ${topic}`} className="flex flex-col gap-1 text-dense">
            <span>
              <strong className="font-strong">{name}</strong> is new. Start with
            </span>
            <RadioGroup
              label={`Where ${name} starts`}
              value={starts[consumerId] ?? "now"}
              onValueChange={(start) => onStarts({ ...starts, [consumerId]: start })}
            >
              <Radio value="now">events from now</Radio>
              <Radio value="beginning">
                {events} of <code className="text-label">{topic}</code>
                {isOutside ? ", which acts on the world outside for each" : ""}
              </Radio>
            </RadioGroup>
          </div>
        );
      })}
      {outside.length > 0 ? (
        <p className="text-dense text-text-2">
          {outside.map(({ name }) => name).join(", ")} {outside.length === 1 ? "acts" : "act"} on the world
          outside Millrace.
        </p>
      ) : null}
      {cancelled.map(({ consumerId, name, count }) => (
        <p key={consumerId} className="text-dense">
          <strong className="font-strong">{name}</strong> is removed: {formatPlural(count, "waiting event")}{" "}
          {count === 1 ? "is" : "are"} cancelled.
        </p>
      ))}
    </section>
  );
}
