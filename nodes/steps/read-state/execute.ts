import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

export const execute = defineExecutor(definition, async ({ config, context }) => {
  const key = config.by ? context.text(config.by).trim() : "";
  const saved = await context.readState(config.store, key);
  const of = key === "" ? "" : ` of ${key}`;
  if (saved !== undefined) {
    context.note(`Read *${config.store}*${of}`);
    return { kind: "next", output: { value: saved, exists: true } };
  }
  context.note(`Nothing is saved in *${config.store}*${of}`);
  const value = config.ifEmpty ? context.value(config.ifEmpty) : null;
  return { kind: "next", output: { value: value ?? null, exists: false } };
});
