import { StepFailure } from "@/flow/delivery/step-failure";
import { defineExecutor } from "@/flow/node/step-definition";
import { definition, type delayUnits } from "./definition";

const unitMs: Readonly<Record<(typeof delayUnits)[number], number>> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** A longer wait is a mistake in a field rather than meant. */
const MAX_MS = 366 * 86_400_000;

export const execute = defineExecutor(definition, ({ config, context }) => {
  const value = context.value(config.amount);
  const amount = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const ms = typeof amount === "number" ? amount * unitMs[config.unit] : Number.NaN;
  if (!(ms >= 0 && ms <= MAX_MS)) {
    const shown = value === undefined ? "nothing" : JSON.stringify(value).slice(0, 100);
    throw new StepFailure(
      "no-duration",
      `The time to wait must be a number of ${config.unit}, a year at most, got ${shown}.`,
      { retryable: false },
    );
  }
  const unit = amount === 1 ? config.unit.slice(0, -1) : config.unit;
  return { kind: "wait", until: new Date(context.now.getTime() + ms), because: `Waits ${amount} ${unit}` };
});
