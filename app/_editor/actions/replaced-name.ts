import type { NodeConfig } from "@/flow/document/node-config";
import { toNodeConfig } from "@/flow/document/node-config";

/** A name of letters, digits and `_`, where it stands alone. */
const asName = (name: string) => new RegExp(`(?<![\\w$])${name}(?![\\w$])`, "g");

/** Puts another name into the expressions of a value: into `{{ }}`, whole expressions, and fields of conditions. */
function replaced(value: unknown, from: string, to: string, isExpression: boolean): unknown {
  if (typeof value === "string") {
    const rename = (text: string) => text.replace(asName(from), () => to);
    return isExpression ? rename(value) : value.replace(/\{\{.*?\}\}/gs, rename);
  }
  if (Array.isArray(value)) return value.map((item) => replaced(item, from, to, isExpression));
  if (typeof value !== "object" || value === null) return value;
  const isRow = "operator" in value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      replaced(item, from, to, key === "expression" || (isRow && key === "field")),
    ]),
  );
}

/** A config in which one field names something else. */
export function withReplacedName(config: NodeConfig, field: string, from: string, to: string): NodeConfig {
  return toNodeConfig({ ...config, [field]: replaced(config[field], from, to, false) });
}
