import * as z from "zod";
import { ExpressionError } from "../expression/expression-error";
import type { PipelineFailure } from "./pipeline-outcome";
import { StepFailure } from "./step-failure";

const maxMessageChars = 1000;

/**
 * Turns whatever a step threw into a failure. Wrong expressions and settings are permanent: trying
 * again cannot help. What nobody foresaw is retryable.
 */
export function failureOf(
  error: unknown,
  step: { readonly id: string; readonly name: string },
): PipelineFailure {
  const base = described(error, step.name);
  return { ...base, message: base.message.slice(0, maxMessageChars), stepId: step.id };
}

function described(error: unknown, stepName: string): Omit<PipelineFailure, "stepId"> {
  if (error instanceof StepFailure) {
    const { code, message, isRetryable, retryAfterMs } = error;
    return { code, message, isRetryable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  if (error instanceof ExpressionError) {
    return { code: "expression", message: error.message, isRetryable: false };
  }
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const where = issue?.path.join(".");
    return {
      code: "settings",
      message: `The settings of *${stepName}* do not fit${where ? ` at \`${where}\`` : ""}: ${issue?.message ?? "unknown"}`,
      isRetryable: false,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "unexpected", message: `*${stepName}* broke off: ${message}`, isRetryable: true };
}
