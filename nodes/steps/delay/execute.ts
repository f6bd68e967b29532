import { StepFailure } from "@/flow/delivery/step-failure";
import { maxSpanMs, spanMsOf, spanWords } from "@/flow/document/time-span";
import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

export const execute = defineExecutor(definition, ({ config, context }) => {
  const { unit } = config;
  const value = context.value(config.amount);
  const given = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const amount = typeof given === "number" ? given : Number.NaN;
  const ms = spanMsOf(amount, unit);
  // A longer wait is a mistake in a field rather than meant.
  if (!(ms >= 0 && ms <= maxSpanMs)) {
    const shown = value === undefined ? "nothing" : JSON.stringify(value).slice(0, 100);
    throw new StepFailure(
      "no-duration",
      `The time to wait must be a number of ${unit}, a year at most, got ${shown}.`,
      { retryable: false },
    );
  }
  const until = new Date(context.now.getTime() + ms);
  return { kind: "wait", until, because: `Waits ${spanWords(amount, unit)}` };
});
