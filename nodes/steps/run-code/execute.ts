import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

export const execute = defineExecutor(definition, async ({ config, context }) => {
  const returned = await context.runCode({
    code: config.code,
    timeLimitMs: config.timeLimitSeconds * 1000,
  });
  if (config.result === "step") {
    if (returned === undefined) context.note("The code returned nothing");
    return { kind: "next", output: returned ?? null };
  }
  if (returned === undefined) {
    context.note("The code returned nothing: the event stays as it is");
    return { kind: "next" };
  }
  return { kind: "next", data: returned };
});
