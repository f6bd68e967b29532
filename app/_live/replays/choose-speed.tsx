import { Field, FieldGroup } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Segmented } from "@/app/_ui/segmented";
import { expectedWords, paceOf, type Selection, type SpeedForm } from "./pace-words";

interface ChooseSpeedProps {
  readonly speed: SpeedForm;
  readonly onChange: (change: Partial<SpeedForm>) => void;
  /** What is chosen so far, and how many events its topic has: for how long it takes. */
  readonly selection: Selection | undefined;
  readonly storedEvents: number;
}

/** How fast the events are handed out. */
export function ChooseSpeed({ speed, onChange, selection, storedEvents }: ChooseSpeedProps) {
  const found = paceOf(speed);
  const length = "pace" in found ? expectedWords(found.pace, selection, storedEvents) : "";
  const error = "missing" in found ? found.missing : undefined;
  return (
    <div className="flex flex-col gap-3">
      <FieldGroup label="Speed">
        <Segmented
          label="Speed"
          value={speed.kind}
          onValueChange={(kind) => onChange({ kind })}
          segments={[
            { value: "asFast", label: "As fast as possible" },
            { value: "rate", label: "Events per second" },
            { value: "spacing", label: "Original spacing" },
          ]}
        />
      </FieldGroup>
      {speed.kind === "rate" ? (
        <Field
          label="Events per second"
          error={error}
          help={`Together, whatever their topic. ${length}`.trim()}
        >
          <Input
            inputMode="decimal"
            value={speed.perSecond}
            onValueChange={(perSecond) => onChange({ perSecond })}
            className="max-w-30"
          />
        </Field>
      ) : null}
      {speed.kind === "spacing" ? (
        <Field
          label="Times faster"
          error={error}
          help={`1: with the pauses between the events when they came. ${length}`.trim()}
        >
          <Input
            inputMode="decimal"
            value={speed.speed}
            onValueChange={(times) => onChange({ speed: times })}
            className="max-w-30"
          />
        </Field>
      ) : null}
    </div>
  );
}
