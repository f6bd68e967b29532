import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

export const execute = defineExecutor(definition, ({ config, context }) => {
  const { passed, because } = context.test(config.condition);
  if (!passed) return { kind: "stop", because };
  context.note(because);
  return { kind: "next" };
});
