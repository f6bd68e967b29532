import { StepFailure } from "@/flow/delivery/step-failure";
import { parsePath, withValueAt } from "@/flow/expression/paths";
import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

export const execute = defineExecutor(definition, ({ config, context }) => {
  const without: string[] = [];
  let data: unknown = config.keepOthers ? context.data : {};
  for (const row of config.fields) {
    const path = parsePath(row.field.replace(/^data\./, ""));
    if (!path) {
      throw new StepFailure("settings", `\`${row.field}\` cannot be the name of a field.`, {
        retryable: false,
      });
    }
    const value = context.value(row.value);
    if (value === undefined) without.push(`\`${row.field}\``);
    else data = withValueAt(data, path, value);
  }
  if (without.length > 0) context.note(`Not set, because there is no value here: ${without.join(", ")}`);
  return { kind: "next", data };
});
