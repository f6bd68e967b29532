import * as z from "zod";
import { spanMsOf, spanWords } from "@/flow/document/time-span";
import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

const seenSchema = z.object({ at: z.iso.datetime(), until: z.iso.datetime(), id: z.string() });

export const execute = defineExecutor(definition, async ({ config, context }) => {
  const key = context.text(config.by).trim();
  if (key === "") {
    context.note("Let through, because the field to compare is empty");
    return { kind: "next" };
  }
  const { now, event } = context;
  const until = new Date(now.getTime() + spanMsOf(config.amount, config.unit));
  let first: z.infer<typeof seenSchema> | undefined;
  await context.changeState(context.ownStore, key, (current) => {
    const seen = seenSchema.safeParse(current).data;
    first = seen !== undefined && Date.parse(seen.until) > now.getTime() ? seen : undefined;
    if (first !== undefined) return undefined;
    return {
      value: { at: now.toISOString(), until: until.toISOString(), id: event.id },
      // The clock of a replay says nothing about when its rows may go.
      expiresAt: context.isReplay ? undefined : until,
    };
  });
  if (first === undefined) {
    context.note(`The first with ${key} within ${spanWords(config.amount, config.unit)}`);
    return { kind: "next" };
  }
  return { kind: "stop", because: `${key} came already, with event \`${first.id}\`` };
});
