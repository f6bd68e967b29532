import { conditionText } from "../document/condition-text";
import type { Branch } from "../document/flow-document";

/** The header of a branch: its name, or its condition as "If total > 100", or "Otherwise". */
export function branchText(branch: Branch): string {
  if (branch.name) return branch.name;
  if (branch.condition === undefined) return "Otherwise";
  const words = conditionText(branch.condition);
  return words === "" ? "If …" : `If ${words}`;
}
