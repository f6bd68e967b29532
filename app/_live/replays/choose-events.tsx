import { Checkbox } from "@/app/_ui/checkbox";
import { Field, FieldGroup } from "@/app/_ui/field";
import { formatPlural } from "@/app/_ui/format";
import { Input } from "@/app/_ui/input";
import { Segmented } from "@/app/_ui/segmented";
import { Select } from "@/app/_ui/select";
import type { ChosenEvents } from "./chosen-events";

interface ChooseEventsProps {
  readonly topics: readonly { readonly name: string; readonly storedEvents: number }[];
  readonly chosen: ChosenEvents;
  readonly onChange: (change: Partial<ChosenEvents>) => void;
}

/** Which stored events of a topic are to run again. */
export function ChooseEvents({ topics, chosen, onChange }: ChooseEventsProps) {
  return (
    <>
      <Field label="Topic">
        <Select
          mono
          value={chosen.topic === "" ? undefined : chosen.topic}
          onValueChange={(topic) => onChange({ topic })}
          options={topics.map(({ name, storedEvents }) => ({
            value: name,
            label: name,
            detail: formatPlural(storedEvents, "stored event"),
          }))}
          placeholder="Choose a topic"
        />
      </Field>
      <FieldGroup label="Which of its events">
        <Segmented
          label="Which of its events"
          value={chosen.range}
          onValueChange={(range) => onChange({ range })}
          segments={[
            { value: "all", label: "All" },
            { value: "time", label: "By time" },
            { value: "offsets", label: "By offset" },
          ]}
        />
      </FieldGroup>
      {chosen.range === "time" ? (
        <div className="grid grid-cols-2 gap-3">
          <Field label="From">
            <Input type="datetime-local" value={chosen.from} onValueChange={(from) => onChange({ from })} />
          </Field>
          <Field label="To">
            <Input type="datetime-local" value={chosen.to} onValueChange={(to) => onChange({ to })} />
          </Field>
        </div>
      ) : null}
      {chosen.range === "offsets" ? (
        <Field label="Offsets" help={offsetsHelp(chosen.offsets)}>
          <Input
            mono
            value={chosen.offsets}
            onValueChange={(offsets) => onChange({ offsets })}
            placeholder="3-12, or 3, 5, 8"
          />
        </Field>
      ) : null}
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label="With this text" optional>
          <Input value={chosen.text} onValueChange={(text) => onChange({ text })} placeholder="A-1042" />
        </Field>
        <Field label="Of this key" optional>
          <Input
            mono
            value={chosen.key}
            onValueChange={(key) => onChange({ key })}
            placeholder="customer-7"
          />
        </Field>
        <Field label="Of this conversation" optional>
          <Input
            mono
            value={chosen.correlationId}
            onValueChange={(correlationId) => onChange({ correlationId })}
            placeholder="Correlation id"
          />
        </Field>
      </div>
      <Checkbox checked={chosen.isDead} onCheckedChange={(isDead) => onChange({ isDead })}>
        Only those that the consumer has given up
      </Checkbox>
    </>
  );
}

/** What an open end means; else how to write one. */
function offsetsHelp(offsets: string): string {
  const [, first] = /^\s*(\d+)\s*[-–]\s*$/.exec(offsets) ?? [];
  return first === undefined
    ? "One range or a list. 3- goes on to the newest event."
    : `From ${first} to the newest event that is there when you plan.`;
}
