import { FieldGroup } from "@/app/_ui/field";
import { Segmented } from "@/app/_ui/segmented";

interface ChooseRevisionProps {
  readonly isOriginal: boolean;
  readonly onChange: (isOriginal: boolean) => void;
}

/** Which revision of its consumer an event of a real replay goes through. */
export function ChooseRevision({ isOriginal, onChange }: ChooseRevisionProps) {
  return (
    <FieldGroup
      label="Steps"
      help={
        isOriginal
          ? "Each event goes through the revision of its first delivery, with faults that were repaired since. One that was never delivered goes through what is live."
          : "Every event goes through the revision that is live when its turn comes."
      }
    >
      <Segmented
        label="Steps"
        value={isOriginal ? "original" : "current"}
        onValueChange={(value) => onChange(value === "original")}
        segments={[
          { value: "current", label: "As they are live" },
          { value: "original", label: "As they were then" },
        ]}
      />
    </FieldGroup>
  );
}
