import type { StepContext, StepResult } from "@/flow/delivery/step-context";
import { StepFailure } from "@/flow/delivery/step-failure";
import { spanMsOf, spanWords } from "@/flow/document/time-span";
import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";
import { arrive, joinedData, joinSchema, missingIn, type OpenJoin, type Step } from "./join";

function namesOf(context: StepContext, ids: readonly string[]): string[] {
  return ids.map((id) => context.topics.find((topic) => topic.id === id)?.name ?? id);
}

function inWords(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(" and ");
}

function goneOn(
  context: StepContext,
  join: OpenJoin,
  outcome: "complete" | "timed-out" | "late",
): StepResult {
  const needed = context.topics.map(({ id }) => id);
  const missing = namesOf(context, missingIn(join, needed));
  const parts = Object.fromEntries(
    context.topics.flatMap(({ id, name }) => (join.parts[id] ? [[name, join.parts[id].data ?? null]] : [])),
  );
  return {
    kind: "next",
    output: { outcome, isComplete: outcome === "complete", missing, parts },
    data: joinedData(join, needed),
  };
}

export const execute = defineExecutor(definition, async ({ config, context }) => {
  const needed = context.topics.map(({ id }) => id);
  const spanMs = spanMsOf(config.amount, config.unit);
  const until = new Date(context.now.getTime() + spanMs);
  const words = spanWords(config.amount, config.unit);
  if (context.alarm) return timeOut(context, context.alarm.key);

  const here = context.topics.find(({ id }) => id === context.topicId)?.name;
  const by = config.byTopic.find(({ field }) => field === here)?.value ?? config.by;
  const value = context.value(by);
  const key = value === undefined || value === null ? "" : String(value).trim();
  if (key === "") {
    throw new StepFailure("no-key", "The field that the others have, too, is empty in this event.", {
      retryable: false,
    });
  }
  const part = { topicId: context.topicId, id: context.event.id, data: context.data };
  let step: Step = { kind: "late" };
  await context.changeState(context.ownStore, key, (current) => {
    step = arrive(joinSchema.safeParse(current).data, part, needed, context.now);
    if (step.kind === "late") return undefined;
    if (step.kind === "complete") return { value: undefined };
    if (step.kind === "kept") return { value: step.join };
    return { value: step.join, alarm: { kind: "set", at: until } };
  });
  return afterArrival(step);

  function afterArrival(arrived: Step): StepResult {
    if (arrived.kind === "complete") {
      context.note(`All are there for ${key}`);
      return goneOn(context, arrived.join, "complete");
    }
    if (arrived.kind !== "late") {
      const missing = inWords(namesOf(context, arrived.missing));
      const limit = arrived.kind === "opened" ? `, ${words} at most` : "";
      return { kind: "stop", because: `Kept; waits for ${missing}${limit}` };
    }
    if (config.onLate === "stop") {
      return { kind: "stop", because: `Came too late: the others of ${key} have waited ${words}` };
    }
    context.note(`Came too late for ${key}, and goes on alone`);
    const alone = { state: "open" as const, opener: part.id, parts: { [part.topicId]: part } };
    return goneOn(context, alone, "late");
  }

  async function timeOut({ event, now, ownStore, isReplay }: StepContext, row: string): Promise<StepResult> {
    let join: OpenJoin | undefined;
    await context.changeState(ownStore, row, (current) => {
      const found = joinSchema.safeParse(current).data;
      join = found?.state === "open" && found.opener === event.id ? found : undefined;
      // In the dead letters it stays open: what is missing may still come.
      if (join === undefined || config.onTimeout === "fail") return undefined;
      // As long again, what was missing is known to be late.
      const forgotten = new Date(now.getTime() + spanMs);
      return {
        value: { state: "timed-out", missing: missingIn(join, needed), until: forgotten.toISOString() },
        expiresAt: isReplay ? undefined : forgotten,
      };
    });
    if (join === undefined) return { kind: "stop", because: "What was missing has come meanwhile" };
    const missing = inWords(namesOf(context, missingIn(join, needed)));
    const because = `${missing} did not come within ${words}`;
    if (config.onTimeout === "stop") return { kind: "stop", because };
    if (config.onTimeout === "fail") throw new StepFailure("incomplete", `${because}.`, { retryable: false });
    context.note(`${because}; goes on with what is there`);
    return goneOn(context, join, "timed-out");
  }
});
