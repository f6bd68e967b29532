import { StepFailure } from "@/flow/delivery/step-failure";
import { isSame } from "@/flow/diff/is-same";
import { defineExecutor } from "@/flow/node/step-definition";
import { applyChange } from "./change";
import { definition } from "./definition";

/** A saved value is read and written with every event of its key. */
const MAX_CHARS = 256 * 1024;

export const execute = defineExecutor(definition, async ({ config, context }) => {
  const key = config.by ? context.text(config.by).trim() : "";
  const rows = (config.fields ?? []).map(({ field, value }) => [field, emptied(context.value(value))]);
  const change = {
    operation: config.operation,
    value: context.value(config.value) ?? null,
    expected: emptied(context.value(config.expected)),
    fields: Object.fromEntries(rows),
    keep: config.keep,
  };
  let previous: unknown;
  const value = await context.changeState(config.store, key, (current) => {
    previous = current;
    const next = applyChange(current, change);
    if (JSON.stringify(next ?? null).length > MAX_CHARS) {
      throw new StepFailure(
        "state-too-large",
        `What would be saved in *${config.store}* is larger than 256 KiB.`,
        {
          retryable: false,
        },
      );
    }
    return isSame(current ?? null, next ?? null) ? undefined : { value: next };
  });
  const changed = !isSame(previous ?? null, value ?? null);
  const where = `*${config.store}*${key === "" ? "" : ` of ${key}`}`;
  context.note(changed ? `Changed ${where}` : `Left ${where} as it was`);
  return { kind: "next", output: { value: value ?? null, previous: previous ?? null, changed } };
});

/** An empty box means that there is nothing. */
function emptied(value: unknown): unknown {
  return value === "" || value === null ? undefined : value;
}
