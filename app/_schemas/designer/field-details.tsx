import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { Textarea } from "@/app/_ui/textarea";
import { codeOnly, type DesignNode, personalKinds, type Scalar } from "@/flow/schema-design/design";
import { withShown } from "@/flow/schema-design/edit-design";
import { personalWords } from "../schema-words";

/** Formats with words; others that a schema names are offered beside them. */
const formatWords: Readonly<Record<string, string>> = {
  email: "E-mail address",
  uri: "Web address",
  date: "Day",
  "date-time": "Time",
  uuid: "UUID",
  any: "Any text",
};

interface FieldDetailsProps {
  readonly name: string;
  readonly node: DesignNode;
  readonly onChange: (node: DesignNode) => void;
  /** Undefined for the items of a list. */
  readonly onMove?: ((by: 1 | -1) => void) | undefined;
  readonly onRemove?: (() => void) | undefined;
}

/** Everything of a field that has no column of its own. */
export function FieldDetails({ name, node, onChange, onMove, onRemove }: FieldDetailsProps) {
  const inCode = codeOnly(node);
  const isCode = node.kind === "code";
  return (
    <div className="flex flex-col gap-3 bg-sunken px-3 py-3">
      {isCode ? (
        <p className="text-muted">This type cannot be shown in the table. Change it in the code view.</p>
      ) : (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Description" optional className="md:hidden">
            <Input
              value={node.description ?? ""}
              onValueChange={(text) =>
                onChange(withShown(node, { description: text === "" ? undefined : text }))
              }
            />
          </Field>
          <Example node={node} onChange={onChange} />
          <Format node={node} onChange={onChange} />
          <Allowed node={node} onChange={onChange} />
          <Field label="Personal data">
            <Select
              value={node.personal}
              onValueChange={(personal) => onChange(withShown(node, { personal }))}
              options={personalKinds.map((value) => ({ value, label: personalWords[value] }))}
            />
          </Field>
        </div>
      )}
      {isCode ? null : (
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          {node.kind === "anything" ? null : (
            <Checkbox
              checked={node.isNullable}
              onCheckedChange={(isNullable) => onChange({ ...node, isNullable })}
            >
              May be empty (null)
            </Checkbox>
          )}
          {node.kind === "object" || node.kind === "list" ? null : (
            <Checkbox
              checked={node.isBusinessKey}
              onCheckedChange={(isBusinessKey) => onChange(withShown(node, { isBusinessKey }))}
            >
              Business key
            </Checkbox>
          )}
          {node.kind === "object" ? <OtherFields node={node} onChange={onChange} /> : null}
        </div>
      )}
      {inCode.length === 0 ? null : (
        <p className="text-label font-normal text-muted">
          Set in code, and kept as it is: <span className="font-mono">{inCode.join(", ")}</span>
        </p>
      )}
      <div className="flex flex-wrap gap-1">
        {onMove === undefined ? null : (
          <>
            <Button size="dense" variant="ghost" icon={ArrowUp} onClick={() => onMove(-1)}>
              Move up
            </Button>
            <Button size="dense" variant="ghost" icon={ArrowDown} onClick={() => onMove(1)}>
              Move down
            </Button>
          </>
        )}
        {onRemove === undefined ? null : (
          <Button size="dense" variant="ghost" icon={Trash2} aria-label={`Remove ${name}`} onClick={onRemove}>
            Remove
          </Button>
        )}
      </div>
    </div>
  );
}

type PartProps = Pick<FieldDetailsProps, "node" | "onChange">;

/** May an object have fields that it does not name? */
export function OtherFields({ node, onChange }: PartProps) {
  if (node.others === "code") return null;
  return (
    <Checkbox
      checked={node.others === "open"}
      onCheckedChange={(isOpen) => onChange(withShown(node, { others: isOpen ? "open" : "closed" }))}
    >
      Other fields are let through
    </Checkbox>
  );
}

function scalarOf(node: DesignNode, text: string): Scalar | undefined {
  if (text === "") return undefined;
  if (node.kind === "text" || node.kind === "anything") return text;
  if (node.kind === "yes-no") return text === "yes";
  const number = Number(text.replace(",", "."));
  return Number.isFinite(number) ? number : undefined;
}

function Example({ node, onChange }: PartProps) {
  if (node.kind === "object" || node.kind === "list") return null;
  const set = (text: string) => onChange(withShown(node, { example: scalarOf(node, text) }));
  if (node.kind === "yes-no") {
    return (
      <Field label="Example" optional>
        <Select
          value={node.example === undefined ? "none" : node.example === true ? "yes" : "no"}
          onValueChange={(chosen) => set(chosen === "none" ? "" : chosen)}
          options={[
            { value: "none", label: "None" },
            { value: "yes", label: "Yes" },
            { value: "no", label: "No" },
          ]}
        />
      </Field>
    );
  }
  const isNumber = node.kind === "number" || node.kind === "whole-number";
  return (
    <Field label="Example" optional>
      <Input
        type={isNumber ? "number" : "text"}
        {...(node.kind === "number" ? { step: "any" } : {})}
        value={node.example === undefined ? "" : String(node.example)}
        onValueChange={set}
      />
    </Field>
  );
}

function Format({ node, onChange }: PartProps) {
  if (node.kind !== "text") return null;
  const names = [...new Set([...Object.keys(formatWords), ...(node.format ? [node.format] : [])])];
  return (
    <Field label="Format">
      <Select
        value={node.format ?? "any"}
        onValueChange={(format) =>
          onChange(withShown(node, { format: format === "any" ? undefined : format }))
        }
        options={names.map((value) => ({ value, label: formatWords[value] ?? value }))}
      />
    </Field>
  );
}

function Allowed({ node, onChange }: PartProps) {
  if (node.kind !== "text" && node.kind !== "number" && node.kind !== "whole-number") return null;
  const set = (text: string) => {
    const lines = text.split("\n").filter((line) => line !== "");
    const values = lines.flatMap((line) => scalarOf(node, line) ?? []);
    onChange(withShown(node, { allowed: [...new Set(values)] }));
  };
  return (
    <Field label="Allowed values, one per line" optional>
      <AllowedBox key={node.kind} value={node.allowed.join("\n")} onChange={set} />
    </Field>
  );
}

function AllowedBox({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  return (
    <Textarea
      rows={2}
      defaultValue={value}
      onBlur={(event) => {
        if (event.currentTarget.value !== value) onChange(event.currentTarget.value);
      }}
    />
  );
}
