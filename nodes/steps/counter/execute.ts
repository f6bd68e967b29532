import { StepFailure } from "@/flow/delivery/step-failure";
import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

export const execute = defineExecutor(definition, async ({ config, context }) => {
  const key = config.by ? context.text(config.by).trim() : "";
  const amount = numberOf(context.value(config.amount));
  const sum = numberOf(
    await context.changeState(config.name, key, (current) => ({ value: numberOf(current ?? 0) + amount })),
  );
  context.note(`*${config.name}*${key === "" ? "" : ` for ${key}`} is now ${sum}`);
  return { kind: "next", output: { sum, ...(key === "" ? {} : { key }) } };
});

function numberOf(value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  const shown = value === undefined ? "nothing" : JSON.stringify(value).slice(0, 100);
  throw new StepFailure("no-number", `What is added up must be numbers, got ${shown}.`, {
    retryable: false,
  });
}
