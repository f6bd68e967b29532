import { type ChosenEvents, chosenFrom } from "./chosen-events";

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
}

const STOP_AFTER = "10";

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
  const { chosen, ticked, way, isOriginal, reason, stopAfter } = form;
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
  };
  const params = new URLSearchParams(Object.entries(said).filter(([, value]) => value !== ""));
  // Nothing is a choice, too.
  if (ticked !== undefined) params.set("through", [...ticked].join(","));
  if (stopAfter !== STOP_AFTER) params.set("stop", stopAfter);
  return params;
}
