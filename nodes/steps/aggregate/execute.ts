import type { StepContext, StepResult } from "@/flow/delivery/step-context";
import { StepFailure } from "@/flow/delivery/step-failure";
import { spanMsOf } from "@/flow/document/time-span";
import { dateFrom } from "@/flow/expression/time-values";
import { defineExecutor } from "@/flow/node/step-definition";
import { emptySum, joinSums, sumOf, type WindowSum } from "@/flow/window/window-sum";
import { assignWindows, isClosed, type TimeWindow } from "@/flow/window/windows";
import { definition } from "./definition";
import {
  advance,
  figureOf,
  rowKey,
  rowSchema,
  streamKey,
  streamSchema,
  untilIdleMs,
  type WindowRow,
  windowingOf,
} from "./stream";

type Config = ReturnType<typeof definition.config.parse>;

/** State of a key without events is kept this long, so that late events are known as such. */
const KEPT_MS = 7 * 86_400_000;

export const execute = defineExecutor(definition, async ({ config, context }) => {
  if (context.alarm) return close(config, context, context.alarm.key);
  const key = config.by ? context.text(config.by).trim() : "";
  const time = timeOf(config, context);
  const own = sumOf(figureIn(config, context), config.figure === "list");
  const graceMs = config.graceSeconds * 1000;
  const isFinal = config.emit === "final";
  const { isReplay, now, ownStore: store } = context;

  const before = streamSchema.safeParse(await context.readState(store, streamKey(key))).data;
  const stream = advance(before, time, graceMs);
  const windowing = windowingOf({
    kind: config.kind,
    sizeMs: spanMsOf(config.amount, config.unit),
    hopMs: spanMsOf(config.hopAmount, config.hopUnit),
    gapMs: spanMsOf(config.gapAmount, config.gapUnit),
  });
  const assigned = assignWindows(windowing, time, stream.open).filter(
    ({ window }) => !isClosed(window, stream.time, graceMs),
  );

  // What is closed by this event brings its result with the last event that came into it.
  for (const window of isFinal ? stream.closed : []) {
    await context.changeState(store, rowKey(key, window), (current) =>
      current === undefined ? undefined : { value: current, alarm: { kind: "ring" } },
    );
  }
  const rows: WindowRow[] = [];
  let open = stream.open;
  for (const { window, absorbed } of assigned) {
    let sum = own;
    for (const one of absorbed) sum = joinSums(await take(context, key, one), sum);
    open = [...open.filter((one) => !absorbed.includes(one) && one.start !== window.start), window];
    rows.push(await put(window, sum, absorbed.length > 0));
  }
  const expiresAt = isReplay ? undefined : new Date(now.getTime() + KEPT_MS);
  await context.changeState(store, streamKey(key), () => ({ value: { time: stream.time, open }, expiresAt }));

  const [first] = rows;
  if (first === undefined) return late();
  if (!isFinal) return goneOn(config, context, key, first, "open");
  return { kind: "stop", because: `Counted in the window that ends at ${new Date(first.end).toISOString()}` };

  async function put(window: TimeWindow, sum: WindowSum, isWhole: boolean): Promise<WindowRow> {
    const afterMs = untilIdleMs(window, time, graceMs, config.idleSeconds * 1000);
    const due = new Date(context.now.getTime() + afterMs);
    const row = await context.changeState(store, rowKey(key, window), (current) => {
      const known = isWhole ? undefined : rowSchema.safeParse(current).data;
      const value = { ...window, owner: context.event.id, sum: known ? joinSums(known.sum, sum) : sum };
      if (isFinal) return { value, alarm: { kind: "set", at: due } };
      return { value, expiresAt: isReplay ? undefined : new Date(due.getTime() + KEPT_MS) };
    });
    return rowSchema.parse(row);
  }

  function late(): StepResult {
    const at = new Date(time).toISOString();
    if (config.onLate === "publish" && config.lateTopic !== undefined) {
      const { key: partition, subject } = context.event;
      context.publish({
        topic: config.lateTopic,
        data: context.data,
        ...(partition === undefined ? {} : { key: partition }),
        ...(subject === undefined ? {} : { subject }),
      });
      const because = `Came too late, so it goes to ${config.lateTopic}: the window of ${at} is closed`;
      return { kind: "stop", because };
    }
    if (config.onLate !== "go-on")
      return { kind: "stop", because: `Came too late: the window of ${at} is closed` };
    context.note(`Came too late for the window of ${at}`);
    const nothing = { ...own, count: 0 };
    return goneOn(config, context, key, { start: time, end: time, owner: "", sum: nothing }, "late");
  }
});

/** Removes a window that becomes part of another one. */
async function take(context: StepContext, key: string, window: TimeWindow): Promise<WindowSum> {
  let sum: WindowSum | undefined;
  await context.changeState(context.ownStore, rowKey(key, window), (current) => {
    sum = rowSchema.safeParse(current).data?.sum;
    return current === undefined ? undefined : { value: undefined };
  });
  return sum ?? emptySum;
}

/** The alarm of a window: a later event, or the time without any, has closed it. */
async function close(config: Config, context: StepContext, rowName: string): Promise<StepResult> {
  const key = rowName.slice(rowName.indexOf("/") + 1);
  const store = context.ownStore;
  let row: WindowRow | undefined;
  await context.changeState(store, rowName, (current) => {
    const found = rowSchema.safeParse(current).data;
    row = found?.owner === context.event.id ? found : undefined;
    return row === undefined ? undefined : { value: undefined };
  });
  if (row === undefined) return { kind: "stop", because: "The window went on with a later event" };
  const { start, end } = row;
  // Whatever still comes for it is late, although no later event has moved the time on.
  await context.changeState(store, streamKey(key), (current) => {
    const stream = streamSchema.safeParse(current).data;
    const time = Math.max(stream?.time ?? end, end + config.graceSeconds * 1000);
    const open = (stream?.open ?? []).filter((one) => one.start !== start);
    const expiresAt = context.isReplay ? undefined : new Date(context.now.getTime() + KEPT_MS);
    return { value: { time, open }, expiresAt };
  });
  return goneOn(config, context, key, row, "closed");
}

function goneOn(
  config: Config,
  context: StepContext,
  key: string,
  { start, end, sum }: WindowRow,
  outcome: "open" | "closed" | "late",
): StepResult {
  const value = figureOf(config.figure, sum) ?? null;
  if (outcome !== "late") context.note(`${sum.count} events${key === "" ? "" : ` of ${key}`} in this window`);
  return {
    kind: "next",
    output: {
      value,
      count: sum.count,
      key,
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
      outcome,
    },
  };
}

function timeOf(config: Config, context: StepContext): number {
  const given = config.time ? context.value(config.time) : context.event.time;
  const date = dateFrom(given);
  if (date !== undefined) return date.getTime();
  const shown = given === undefined ? "nothing" : JSON.stringify(given).slice(0, 100);
  throw new StepFailure("no-date", `The time of the event must be a date, got ${shown}.`, {
    retryable: false,
  });
}

function figureIn(config: Config, context: StepContext): unknown {
  if (config.figure === "count") return undefined;
  const given = context.value(config.value);
  if (config.figure === "list") return given;
  const number = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  const shown = given === undefined ? "nothing" : JSON.stringify(given).slice(0, 100);
  throw new StepFailure("no-number", `What is added up must be numbers, got ${shown}.`, { retryable: false });
}
