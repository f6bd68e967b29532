import type { PathSegment } from "../expression/paths";
import type { Gate } from "../schema/failure";

/** What a value may be; `nothing` is null. */
export type ShapeType = "text" | "number" | "whole-number" | "yes-no" | "object" | "list" | "nothing";

/** One field of an object. */
export interface ShapeField {
  readonly name: string;
  readonly isRequired: boolean;
  readonly shape: Shape;
}

/** What a schema says about fields and their types, in a form that goes to the browser; everything else is left out. */
export interface Shape {
  /** Absent: anything. */
  readonly types?: readonly ShapeType[];
  /** Of texts. */
  readonly format?: string;
  /** Absent: any value of the types. */
  readonly allowed?: readonly (string | number | boolean)[];
  readonly fields: readonly ShapeField[];
  /** There may be fields that it does not name. */
  readonly isOpen: boolean;
  /** Of lists, where all items are alike. */
  readonly item?: Shape;
  readonly example?: string | number | boolean;
}

/** The schema that the events of a topic are held to. */
export interface TopicSchema {
  readonly subject: string;
  readonly version: number;
  readonly gate: Gate;
  readonly shape: Shape;
}

/** By name of the topic; those without a schema, or with one that is not JSON Schema, are absent. */
export type TopicSchemas = ReadonlyMap<string, TopicSchema>;

/** Nothing is said. */
export const anyShape: Shape = { fields: [], isOpen: true };

/** The shape of a named field. */
export function fieldOf(shape: Shape, name: string): ShapeField | undefined {
  return shape.fields.find((field) => field.name === name);
}

function mayBe(shape: Shape, type: ShapeType): boolean {
  return shape.types?.includes(type) ?? true;
}

/** The shape at a path, as far as the schema speaks of it. */
export function shapeAt(shape: Shape, path: readonly PathSegment[]): Shape | undefined {
  let current: Shape | undefined = shape;
  for (const segment of path) {
    if (current === undefined) return undefined;
    current = typeof segment === "number" ? current.item : fieldOf(current, segment)?.shape;
  }
  return current;
}

/** Whether data of a shape can have something at a path: `maybe` where the schema leaves it open. */
export function mayHave(shape: Shape, path: readonly PathSegment[]): "yes" | "maybe" | "no" {
  const [segment, ...rest] = path;
  if (segment === undefined) return "yes";
  if (typeof segment === "number") {
    if (!mayBe(shape, "list")) return "no";
    return shape.item === undefined ? "maybe" : mayHave(shape.item, rest);
  }
  if (!mayBe(shape, "object")) return "no";
  const field = fieldOf(shape, segment);
  if (field === undefined) return shape.isOpen ? "maybe" : "no";
  return mayHave(field.shape, rest);
}

/** Whether every event has something at a path: it is required, and so is every object around it. */
export function isAlwaysThere(shape: Shape, path: readonly PathSegment[]): boolean {
  let current = shape;
  for (const segment of path) {
    const field = typeof segment === "number" ? undefined : fieldOf(current, segment);
    if (field?.isRequired !== true) return false;
    current = field.shape;
  }
  return true;
}
