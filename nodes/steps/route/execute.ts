import { conditionText } from "@/flow/document/condition-text";
import type { Branch } from "@/flow/document/flow-document";
import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

type BranchHead = Omit<Branch, "steps">;

function nameOf(branch: BranchHead): string {
  if (branch.name) return branch.name;
  return branch.condition ? `If ${conditionText(branch.condition)}` : "Otherwise";
}

export const execute = defineExecutor(definition, ({ config, branches, context }) => {
  const taken: BranchHead[] = [];
  const reasons: string[] = [];
  for (const branch of branches) {
    if (!branch.condition) continue;
    const { passed, because } = context.test(branch.condition);
    reasons.push(because);
    if (!passed) continue;
    taken.push(branch);
    if (config.mode === "first") return chosen(taken, `Took *${nameOf(branch)}*: ${because}`);
  }
  if (taken.length > 0)
    return chosen(taken, `Took ${taken.map((branch) => `*${nameOf(branch)}*`).join(", ")}`);

  const otherwise = branches.find((branch) => !branch.condition);
  const why = [...new Set(reasons)].slice(0, 3).join(", ");
  const because = why === "" ? "" : `: ${why}`;
  return otherwise
    ? chosen([otherwise], `Took *${nameOf(otherwise)}*${because}`)
    : chosen([], `No branch fits${because}`);
});

function chosen(taken: readonly BranchHead[], because: string) {
  return { kind: "branch", branchIds: taken.map((branch) => branch.id), because } as const;
}
