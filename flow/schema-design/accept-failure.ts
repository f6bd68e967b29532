import type { SchemaFailure } from "../schema/failure";
import { isJsonObject, pointerParts } from "../schema/json-text";
import { businessKeyKeyword, type DesignNode } from "./design";
import {
  type DesignPath,
  itemStep,
  nodeAt,
  withField,
  withNode,
  withRequired,
  withShown,
} from "./edit-design";
import { designOf, inferDesign, proposedChoice } from "./infer-design";
import { readDesign } from "./read-design";
import { writeDesign } from "./write-design";

/** The place in a schema of a place in the data; undefined where the table does not reach. */
function pathOf(root: DesignNode, parts: readonly string[]): DesignPath | undefined {
  const path: string[] = [];
  let node: DesignNode | undefined = root;
  for (const part of parts) {
    const step: string = node?.kind === "list" ? itemStep : part;
    path.push(step);
    node = nodeAt(root, path);
    if (node === undefined) return undefined;
  }
  return path;
}

function valueAt(data: unknown, parts: readonly string[]): unknown {
  return parts.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)];
    return isJsonObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }, data);
}

function inferred(value: unknown): DesignNode {
  const { $schema: _, ...rest } = Object(
    writeDesign(designOf(inferDesign([value]), (_path, node) => proposedChoice(node))),
  );
  return readDesign(rest);
}

function withoutKeyword(node: DesignNode, keyword: string): DesignNode {
  if (keyword === "enum") return withShown(node, { allowed: [] });
  if (keyword === "format") return withShown(node, { format: undefined });
  return {
    ...node,
    rest: Object.fromEntries(Object.entries(node.rest).filter(([name]) => name !== keyword)),
  };
}

/**
 * The smallest change of a schema that lets an event pass this one place; undefined when only a person can tell.
 * @param data the payload of the event
 */
export function acceptFailure(schema: unknown, { pointer, keyword }: SchemaFailure, data: unknown): unknown {
  const root = readDesign(schema);
  const parts = pointerParts(pointer);
  const name = parts.at(-1);
  const value = valueAt(data, parts);
  if (keyword === "required" || keyword === "additionalProperties") {
    const parent = pathOf(root, parts.slice(0, -1));
    if (parent === undefined || name === undefined || nodeAt(root, parent)?.kind !== "object")
      return undefined;
    return writeDesign(
      withNode(root, parent, (object) =>
        keyword === "required" ? withRequired(object, name, false) : withField(object, name, inferred(value)),
      ),
    );
  }
  const path = pathOf(root, parts);
  const node = path === undefined ? undefined : nodeAt(root, path);
  if (path === undefined || path.length === 0 || node === undefined || node.kind === "code") return undefined;
  const changed = accepted(node, keyword, value);
  return changed === undefined ? undefined : writeDesign(withNode(root, path, () => changed));
}

function accepted(node: DesignNode, keyword: string, value: unknown): DesignNode | undefined {
  switch (keyword) {
    case "enum":
      return typeof value === "string" || typeof value === "number"
        ? withShown(node, { allowed: [...node.allowed, value] })
        : undefined;
    case "type":
      if (value === null) return { ...node, isNullable: true };
      if (node.kind === "whole-number" && typeof value === "number") return { ...node, kind: "number" };
      return {
        ...inferred(undefined),
        description: node.description,
        personal: node.personal,
        rest: node.isBusinessKey ? { [businessKeyKeyword]: true } : {},
      };
    default:
      return keyword in node.rest || keyword === "format" ? withoutKeyword(node, keyword) : undefined;
  }
}
