import type { inferRouterInputs } from "@trpc/server";
import { formatDuration, formatNumber, formatPlural } from "@/app/_ui/format";
import type { AppRouter } from "@/server/api/root";
import type { Replay } from "./replay-progress";

type Pace = Replay["pace"];
export type Selection = inferRouterInputs<AppRouter>["replays"]["plan"]["selection"];

/** The speed as the form holds it: figures are text. */
export interface SpeedForm {
  readonly kind: Pace["kind"];
  readonly perSecond: string;
  readonly speed: string;
}

const rateBounds = { least: 0.0001, most: 100_000 };
const speedBounds = { least: 0.01, most: 100_000 };

/** The pace that a form means, or a sentence that says what would be one. */
export function paceOf({ kind, perSecond, speed }: SpeedForm): { pace: Pace } | { missing: string } {
  if (kind === "asFast") return { pace: { kind } };
  const { least, most } = kind === "rate" ? rateBounds : speedBounds;
  const text = kind === "rate" ? perSecond : speed;
  const figure = text.trim() === "" ? Number.NaN : Number(text);
  if (!(figure >= least && figure <= most)) {
    return { missing: `Write a number between ${formatNumber(least, 4)} and ${formatNumber(most)}.` };
  }
  return { pace: kind === "rate" ? { kind, perSecond: figure } : { kind, speed: figure } };
}

const units = [
  { name: "second", perSecond: 1 },
  { name: "minute", perSecond: 60 },
  { name: "hour", perSecond: 3_600 },
] as const;

/** `10 events a second`, `1 event an hour`, `original spacing, 10 times faster`; undefined: as fast as possible. */
export function paceWords(pace: Pace): string | undefined {
  if (pace.kind === "asFast") return undefined;
  if (pace.kind === "rate") {
    const unit = units.find((one) => pace.perSecond * one.perSecond >= 0.95) ?? units[2];
    const figure = formatNumber(pace.perSecond * unit.perSecond, 1);
    return `${figure} ${figure === "1" ? "event" : "events"} ${unit.name === "hour" ? "an" : "a"} ${unit.name}`;
  }
  if (pace.speed === 1) return "original spacing";
  return pace.speed > 1
    ? `original spacing, ${formatNumber(pace.speed, 2)} times faster`
    : `original spacing, ${formatNumber(1 / pace.speed, 2)} times slower`;
}

/** From the first event to the last, if no consumer is slower; undefined when that cannot be said. */
export function paceLengthMs(
  pace: Pace,
  { events, spanMs }: { readonly events?: number | undefined; readonly spanMs?: number | undefined },
): number | undefined {
  if (pace.kind === "rate" && events !== undefined) return (Math.max(0, events - 1) / pace.perSecond) * 1_000;
  if (pace.kind === "spacing" && spanMs !== undefined) return spanMs / pace.speed;
  return undefined;
}

/** `about 4 min`. */
export function lengthWords(ms: number): string {
  return ms < 1_000 ? "less than a second" : `about ${formatDuration(ms)}`;
}

/** What the form can say of the length before the events are looked at. */
export function expectedWords(pace: Pace, selection: Selection | undefined, storedEvents: number): string {
  const part = selection?.parts[0];
  if (selection === undefined || part === undefined) return "";
  const isFiltered = Object.keys(selection.filter ?? {}).length > 0;
  const events =
    "isAll" in part
      ? storedEvents
      : "offsets" in part
        ? new Set(part.offsets).size
        : "fromOffset" in part
          ? Math.min(storedEvents, part.toOffset - part.fromOffset + 1)
          : undefined;
  const spanMs = "from" in part ? part.to.getTime() - part.from.getTime() : undefined;
  const ms = paceLengthMs(pace, { events, spanMs });
  if (ms === undefined) return "The plan says how long that takes.";
  return isFiltered || events === undefined
    ? `Will take ${formatDuration(Math.max(1_000, ms))} at most.`
    : `Will take ${lengthWords(ms)} for ${formatPlural(events, "event")}.`;
}
