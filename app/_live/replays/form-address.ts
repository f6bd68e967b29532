import { type ChosenEvents, chosenFrom } from "./chosen-events";
import type { SpeedForm } from "./pace-words";

export const ways = ["dry-draft", "dry-current", "dry-original", "run", "run-outside"] as const;
export type Way = (typeof ways)[number];

/** All that the form of a new replay holds; figures are text. */
export interface ReplayForm {
  readonly chosen: ChosenEvents;
  /** Subscriptions; undefined: nobody has touched them, and one is ticked. */
  readonly ticked: ReadonlySet<string> | undefined;
  readonly way: Way;
  /** A replay that is no dry run goes through what ran then. */
  readonly isOriginal: boolean;
  readonly reason: string;
  readonly stopAfter: string;
  readonly speed: SpeedForm;
}

const STOP_AFTER = "10";
const AS_FAST: SpeedForm = { kind: "asFast", perSecond: "10", speed: "1" };
const speeds = ["asFast", "rate", "spacing"] as const;

type Address = { get(name: string): string | null };

/** The form as an address has it; what cannot be read is left out. */
export function formFrom(address: Address): ReplayForm {
  const through = address.get("through");
  return {
    chosen: chosenFrom(address),
    ticked: through === null ? undefined : new Set(through.split(",").filter((id) => id !== "")),
    way: ways.find((one) => one === address.get("way")) ?? "run",
    isOriginal: address.get("revision") === "original",
    reason: (address.get("reason") ?? "").slice(0, 500),
    stopAfter: address.get("stop") ?? STOP_AFTER,
    speed: {
      kind: speeds.find((one) => one === address.get("speed")) ?? AS_FAST.kind,
      perSecond: address.get("rate") ?? AS_FAST.perSecond,
      speed: address.get("times") ?? AS_FAST.speed,
    },
  };
}

/** A time as the address has it: a link means the same moment everywhere. */
function instantOf(local: string): string {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

/**
 * Writes a form as it stands in an address.
 * @param before the address so far: which consumer it asks for holds until somebody ticks others
 */
export function paramsOf(form: ReplayForm, before: Address): URLSearchParams {
  const { chosen, ticked, way, isOriginal, reason, stopAfter, speed } = form;
  const isUntouched = ticked === undefined && chosen.topic === (before.get("topic") ?? "");
  const said: Record<string, string> = {
    topic: chosen.topic,
    range: chosen.range,
    from: chosen.range === "time" ? instantOf(chosen.from) : "",
    to: chosen.range === "time" ? instantOf(chosen.to) : "",
    offsets: chosen.range === "offsets" ? chosen.offsets : "",
    text: chosen.text,
    key: chosen.key,
    correlation: chosen.correlationId,
    dead: chosen.isDead ? "1" : "",
    flow: isUntouched ? (before.get("flow") ?? "") : "",
    consumer: isUntouched ? (before.get("consumer") ?? "") : "",
    way: way === "run" ? "" : way,
    revision: isOriginal ? "original" : "",
    reason,
    speed: speed.kind === AS_FAST.kind ? "" : speed.kind,
  };
  const params = new URLSearchParams(Object.entries(said).filter(([, value]) => value !== ""));
  // Nothing is a choice, too.
  if (ticked !== undefined) params.set("through", [...ticked].join(","));
  if (stopAfter !== STOP_AFTER) params.set("stop", stopAfter);
  if (speed.perSecond !== AS_FAST.perSecond) params.set("rate", speed.perSecond);
  if (speed.speed !== AS_FAST.speed) params.set("times", speed.speed);
  return params;
}
