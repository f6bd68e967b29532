import { ChevronDown, ChevronRight, KeyRound, Plus, UserRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Icon } from "@/app/_ui/icon";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { Pill } from "@/app/_ui/pill";
import { Select } from "@/app/_ui/select";
import { codeOnly, type DesignNode, designKinds } from "@/flow/schema-design/design";
import {
  type DesignPath,
  freeName,
  itemStep,
  nodeAt,
  withField,
  withKind,
  withMoved,
  withNode,
  withoutField,
  withRenamed,
  withRequired,
  withShown,
} from "@/flow/schema-design/edit-design";
import { kindWords } from "../schema-words";
import { FieldDetails } from "./field-details";
import { FieldName } from "./field-name";

interface FieldTableProps {
  readonly root: DesignNode;
  readonly onChange: (root: DesignNode) => void;
  readonly disabled: boolean;
}

interface Row {
  /** Place in the table: positions, so that a field keeps its boxes while its name changes. */
  readonly key: string;
  readonly path: DesignPath;
  readonly parent: DesignNode;
  readonly node: DesignNode;
}

function rowsOf(node: DesignNode, path: DesignPath, key: string): Row[] {
  if (node.kind === "list") {
    if (node.item === undefined) return [];
    const inner = [...path, itemStep];
    return [
      { key: `${key}.item`, path: inner, parent: node, node: node.item },
      ...rowsOf(node.item, inner, `${key}.item`),
    ];
  }
  return node.fields.flatMap((field, index) => {
    const inner = [...path, field.name];
    const at = `${key}.${index}`;
    return [{ key: at, path: inner, parent: node, node: field.node }, ...rowsOf(field.node, inner, at)];
  });
}

const head = "h-8 border-b bg-sunken px-2 text-left text-label font-medium text-muted";
const cell = "border-b px-2 py-1 align-middle";

/** The fields of a schema, one per row; what an object holds stands below it, further in. */
export function FieldTable({ root, onChange, disabled }: FieldTableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [added, setAdded] = useState<string>();
  const rows = rowsOf(root, [], "");
  const add = (path: DesignPath) => {
    const object = nodeAt(root, path);
    if (object === undefined) return;
    const name = freeName(object);
    onChange(withNode(root, path, (node) => withField(node, name)));
    setAdded([...path, name].join("\n"));
  };
  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  return (
    <div className="flex flex-col">
      <div className="overflow-x-auto">
        <table className="w-full border-separate border-spacing-0 text-dense" aria-label="Fields">
          <thead>
            <tr>
              <th scope="col" className={`${head} w-56`}>
                Field
              </th>
              <th scope="col" className={`${head} w-40`}>
                Type
              </th>
              <th scope="col" className={`${head} w-20`}>
                Required
              </th>
              <th scope="col" className={`${head} max-md:hidden`}>
                Description
              </th>
              <th scope="col" className={`${head} w-24`}>
                <span className="sr-only">More</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <FieldRow
                key={row.key}
                row={row}
                isOpen={open.has(row.key)}
                isNew={added === row.path.join("\n")}
                disabled={disabled}
                onToggle={() => toggle(row.key)}
                onNode={(next) => onChange(withNode(root, row.path, () => next))}
                onParent={(change) => onChange(withNode(root, row.path.slice(0, -1), change))}
                onAdd={() => add(row.path)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 ? (
        <p className="px-3 py-6 text-center text-muted">
          No fields yet. Add what every event of this kind says.
        </p>
      ) : null}
      {disabled ? null : (
        <div className="p-2">
          <Button size="dense" variant="ghost" icon={Plus} onClick={() => add([])}>
            Add field
          </Button>
        </div>
      )}
    </div>
  );
}

interface FieldRowProps {
  readonly row: Row;
  readonly isOpen: boolean;
  readonly isNew: boolean;
  readonly disabled: boolean;
  readonly onToggle: () => void;
  readonly onNode: (node: DesignNode) => void;
  readonly onParent: (change: (parent: DesignNode) => DesignNode) => void;
  readonly onAdd: () => void;
}

function FieldRow(props: FieldRowProps) {
  const { row, isOpen, isNew, disabled, onToggle, onNode, onParent, onAdd } = props;
  const { path, parent, node } = row;
  const isItem = parent.kind === "list";
  const name = path.at(-1) ?? "";
  const label = isItem ? `each item of ${path.at(-2) ?? "the list"}` : name;
  const kinds = designKinds.filter((kind) => kind !== "code" || node.kind === "code");
  return (
    <>
      <tr className="hover:bg-hover">
        <td className={cell}>
          <div style={{ paddingLeft: `${(path.length - 1) * 16}px` }}>
            {isItem ? (
              <span className="text-muted">each item</span>
            ) : (
              <FieldName
                label={`Name of ${name}`}
                name={name}
                parent={parent}
                isNew={isNew}
                disabled={disabled}
                onRename={(to) => onParent((object) => withRenamed(object, name, to))}
              />
            )}
          </div>
        </td>
        <td className={cell}>
          <Select
            size="dense"
            label={`Type of ${label}`}
            value={node.kind}
            disabled={disabled}
            onValueChange={(kind) => {
              if (kind !== "code") onNode(withKind(node, kind));
            }}
            options={kinds.map((value) => ({ value, label: kindWords[value] }))}
            className="min-w-28"
          />
        </td>
        <td className={cell}>
          {isItem ? null : (
            <Checkbox
              label={`${name} is required`}
              checked={parent.required.includes(name)}
              disabled={disabled}
              onCheckedChange={(is) => onParent((object) => withRequired(object, name, is))}
            />
          )}
        </td>
        <td className={`${cell} max-md:hidden`}>
          {node.kind === "code" ? (
            <span className="text-muted">Set in code</span>
          ) : (
            <Input
              aria-label={`Description of ${label}`}
              value={node.description ?? ""}
              disabled={disabled}
              onValueChange={(text) =>
                onNode(withShown(node, { description: text === "" ? undefined : text }))
              }
              className="min-w-32"
            />
          )}
        </td>
        <td className={cell}>
          <div className="flex items-center justify-end gap-1">
            <Marks node={node} />
            {node.kind === "object" && !disabled ? (
              <IconButton icon={Plus} size={24} label={`Add a field to ${label}`} onClick={onAdd} />
            ) : null}
            <IconButton
              icon={isOpen ? ChevronDown : ChevronRight}
              size={24}
              label={`Details of ${label}`}
              aria-expanded={isOpen}
              onClick={onToggle}
            />
          </div>
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={5} className="border-b p-0">
            <fieldset disabled={disabled}>
              <legend className="sr-only">Details of {label}</legend>
              <FieldDetails
                name={label}
                node={node}
                onChange={onNode}
                onMove={isItem ? undefined : (by) => onParent((object) => withMoved(object, name, by))}
                onRemove={
                  isItem
                    ? undefined
                    : () => {
                        // The field below takes its place, and was not opened.
                        onToggle();
                        onParent((object) => withoutField(object, name));
                      }
                }
              />
            </fieldset>
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Marks({ node }: { readonly node: DesignNode }) {
  return (
    <>
      {node.isBusinessKey ? (
        <span role="img" aria-label="Business key" title="Business key">
          <Icon of={KeyRound} size={14} className="text-text-2" />
        </span>
      ) : null}
      {node.personal === "none" ? null : (
        <span role="img" aria-label="Personal data" title="Personal data">
          <Icon of={UserRound} size={14} className="text-text-2" />
        </span>
      )}
      {codeOnly(node).length > 0 ? <Pill title={codeOnly(node).join(", ")}>code</Pill> : null}
    </>
  );
}
