import { useState } from "react";
import { Input } from "@/app/_ui/input";
import { Tooltip } from "@/app/_ui/tooltip";
import type { DesignNode } from "@/flow/schema-design/design";
import { nameProblem } from "@/flow/schema-design/edit-design";

interface FieldNameProps {
  readonly label: string;
  readonly name: string;
  readonly parent: DesignNode;
  readonly isNew: boolean;
  readonly disabled: boolean;
  readonly onRename: (name: string) => void;
}

/** The name of a field; it counts when the box is left, and a name that is taken does not. */
export function FieldName({ label, name, parent, isNew, disabled, onRename }: FieldNameProps) {
  const [typed, setTyped] = useState<string>();
  const text = typed ?? name;
  const problem = nameProblem(parent, text, name);
  const finish = () => {
    setTyped(undefined);
    if (problem === undefined && text !== name) onRename(text);
  };
  return (
    <Tooltip text={problem ?? ""}>
      <Input
        mono
        aria-label={label}
        aria-invalid={problem !== undefined || undefined}
        value={text}
        maxLength={200}
        disabled={disabled}
        autoFocus={isNew}
        spellCheck={false}
        onFocus={(event) => {
          if (isNew) event.currentTarget.select();
        }}
        onValueChange={setTyped}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter") finish();
          if (event.key !== "Escape" || typed === undefined) return;
          event.stopPropagation();
          setTyped(undefined);
        }}
        className="min-w-24"
      />
    </Tooltip>
  );
}
