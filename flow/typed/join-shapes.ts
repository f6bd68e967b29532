import { anyShape, type Shape, type ShapeField, type ShapeType } from "./shape";

type Types = Shape["types"];

function isNumber(type: ShapeType): boolean {
  return type === "number" || type === "whole-number";
}

function bothTypes(left: Types, right: Types): Types {
  if (left === undefined || right === undefined) return left ?? right;
  const shared = left.filter((type) => right.includes(type));
  // A number that is also a whole number is a whole number.
  const isNarrowed = !shared.some(isNumber) && left.some(isNumber) && right.some(isNumber);
  return isNarrowed ? [...shared, "whole-number"] : shared;
}

function eitherTypes(left: Types, right: Types): Types {
  return left === undefined || right === undefined ? undefined : [...new Set([...left, ...right])];
}

function made({ types, format, allowed, item, example, ...rest }: PartialShape): Shape {
  return {
    ...rest,
    ...(types !== undefined && { types }),
    ...(format !== undefined && { format }),
    ...(allowed !== undefined && { allowed }),
    ...(item !== undefined && { item }),
    ...(example !== undefined && { example }),
  };
}

type PartialShape = { readonly [Key in keyof Shape]: Shape[Key] | undefined } & Pick<
  Shape,
  "fields" | "isOpen"
>;

type Fields = ReadonlyMap<string, ShapeField>;

function byName({ fields }: Shape): Fields {
  return new Map(fields.map((field) => [field.name, field]));
}

/** What fits both. */
export function bothShapes(left: Shape, right: Shape): Shape {
  if (left === anyShape) return right;
  if (right === anyShape) return left;
  const [ones, others] = [byName(left), byName(right)];
  const fields = [...new Set([...ones.keys(), ...others.keys()])].flatMap((name): ShapeField[] => {
    const [one, other] = [ones.get(name), others.get(name)];
    // A side that names all its fields refuses those that only the other one names.
    if (one === undefined) return other !== undefined && left.isOpen ? [other] : [];
    if (other === undefined) return right.isOpen ? [one] : [];
    const isRequired = one.isRequired || other.isRequired;
    return [{ name, isRequired, shape: bothShapes(one.shape, other.shape) }];
  });
  const { allowed } = left;
  return made({
    types: bothTypes(left.types, right.types),
    format: left.format ?? right.format,
    allowed:
      allowed === undefined || right.allowed === undefined
        ? (allowed ?? right.allowed)
        : allowed.filter((value) => right.allowed?.includes(value)),
    fields,
    isOpen: left.isOpen && right.isOpen,
    item:
      left.item === undefined || right.item === undefined
        ? (left.item ?? right.item)
        : bothShapes(left.item, right.item),
    example: left.example ?? right.example,
  });
}

function isObject({ types }: Shape): boolean {
  return types === undefined || types.includes("object");
}

/** What fits one of them or both. */
export function eitherShape(left: Shape, right: Shape): Shape {
  const [ones, others] = [byName(left), byName(right)];
  const fields = [...new Set([...ones.keys(), ...others.keys()])].map((name): ShapeField => {
    const [one, other] = [ones.get(name), others.get(name)];
    // What is no object says nothing of fields.
    const isRequired = (one?.isRequired ?? !isObject(left)) && (other?.isRequired ?? !isObject(right));
    const shape = one && other ? eitherShape(one.shape, other.shape) : (one ?? other)?.shape;
    // A side that lets other fields through may have it with anything in it.
    const isAny =
      (one === undefined && isObject(left) && left.isOpen) ||
      (other === undefined && isObject(right) && right.isOpen);
    return { name, isRequired, shape: isAny ? anyShape : (shape ?? anyShape) };
  });
  return made({
    types: eitherTypes(left.types, right.types),
    format: left.format === right.format ? left.format : undefined,
    allowed: left.allowed && right.allowed ? [...new Set([...left.allowed, ...right.allowed])] : undefined,
    fields,
    isOpen: (isObject(left) && left.isOpen) || (isObject(right) && right.isOpen),
    item: itemOf(left, right),
    example: left.example ?? right.example,
  });
}

function itemOf(left: Shape, right: Shape): Shape | undefined {
  const isList = ({ types }: Shape) => types === undefined || types.includes("list");
  if (!isList(left)) return right.item;
  if (!isList(right)) return left.item;
  return left.item && right.item ? eitherShape(left.item, right.item) : undefined;
}
