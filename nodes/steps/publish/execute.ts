import { StepFailure } from "@/flow/delivery/step-failure";
import { parsePath, withValueAt } from "@/flow/expression/paths";
import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

export const execute = defineExecutor(definition, ({ config, context }) => {
  let data: unknown = context.data;
  if (config.content === "fields") {
    data = {};
    for (const row of config.fields) {
      const path = parsePath(row.field.replace(/^data\./, ""));
      if (!path) {
        throw new StepFailure("settings", `\`${row.field}\` cannot be the name of a field.`, {
          retryable: false,
        });
      }
      const value = context.value(row.value);
      if (value !== undefined) data = withValueAt(data, path, value);
    }
  }
  const key = (config.key && context.text(config.key)) || context.event.key;
  const subject = (config.subject && context.text(config.subject)) || context.event.subject;
  context.publish({
    topic: config.topic,
    data,
    ...(key ? { key } : {}),
    ...(subject ? { subject } : {}),
  });
  context.note(`To \`${config.topic}\`, when all steps have worked`);
  return { kind: "next", output: { topic: config.topic, ...(data === context.data ? {} : { data }) } };
});
