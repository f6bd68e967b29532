import type { ASTNode } from "@marcbachmann/cel-js";
import type { PathSegment } from "./paths";

/** A field that an expression looks at. */
export interface UsedPath {
  readonly path: readonly PathSegment[];
  /** False for what `has`, `orElse`, `orValue` and `.?` ask for: it may be missing. */
  readonly isNeeded: boolean;
  readonly node: ASTNode;
}

/** What the variables of `map`, `filter`, `all`, … stand for. */
type Locals = ReadonlyMap<string, readonly PathSegment[]>;

const noLocals: Locals = new Map();

/** Calls that give each item of a list a name. */
const eachItem: ReadonlySet<string> = new Set(["map", "filter", "all", "exists", "exists_one"]);

interface Chain {
  readonly path: readonly PathSegment[];
  readonly isNeeded: boolean;
}

/** A chain of accesses with fixed names, as `data.items[0].price`; nothing for everything else. */
function chainOf(node: ASTNode, locals: Locals): Chain | undefined {
  switch (node.op) {
    case "id":
      return { path: locals.get(node.args) ?? [node.args], isNeeded: true };
    case ".":
    case ".?": {
      const owner = chainOf(node.args[0], locals);
      if (!owner) return undefined;
      return { path: [...owner.path, node.args[1]], isNeeded: owner.isNeeded && node.op === "." };
    }
    case "[]":
    case "[?]": {
      const [owner, index] = [chainOf(node.args[0], locals), node.args[1]];
      if (!owner || index.op !== "value") return undefined;
      const isNeeded = owner.isNeeded && node.op === "[]";
      if (typeof index.args === "string") return { path: [...owner.path, index.args], isNeeded };
      if (typeof index.args !== "bigint") return undefined;
      return { path: [...owner.path, Number(index.args)], isNeeded };
    }
    default:
      return undefined;
  }
}

/** Every field that an expression looks at, the longest chain of each. */
export function* usedPaths(node: ASTNode, isNeeded = true, locals: Locals = noLocals): Generator<UsedPath> {
  const chain = chainOf(node, locals);
  if (chain) {
    yield { path: chain.path, isNeeded: isNeeded && chain.isNeeded, node };
    return;
  }
  const inside = (part: ASTNode, isPartNeeded = isNeeded) => usedPaths(part, isPartNeeded, locals);
  switch (node.op) {
    case "value":
    case "id":
      return;
    case ".":
    case ".?":
      yield* inside(node.args[0]);
      return;
    case "list":
      for (const item of node.args) yield* inside(item);
      return;
    case "map":
      for (const [key, value] of node.args) {
        yield* inside(key);
        yield* inside(value);
      }
      return;
    case "!_":
    case "-_":
      yield* inside(node.args);
      return;
    case "call": {
      const [name, args] = node.args;
      const mayLack = name === "has" ? args.length : name === "orElse" || name === "orValue" ? 1 : 0;
      for (const [index, arg] of args.entries()) yield* inside(arg, isNeeded && index >= mayLack);
      return;
    }
    case "rcall": {
      const [name, receiver, args] = node.args;
      yield* inside(receiver, isNeeded && name !== "orValue");
      const [variable, ...rest] = args;
      const items = chainOf(receiver, locals);
      if (!eachItem.has(name) || variable?.op !== "id" || rest.length === 0) {
        for (const arg of args) yield* inside(arg);
        return;
      }
      // Of items that nothing is known about, the variable is a name of its own.
      const local = items ? [...items.path, 0] : [variable.args];
      const inner = new Map(locals).set(variable.args, local);
      for (const arg of rest) yield* usedPaths(arg, isNeeded, inner);
      return;
    }
    default:
      for (const part of node.args) yield* inside(part);
  }
}
