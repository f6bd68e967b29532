import type { inferRouterInputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Selection = inferRouterInputs<AppRouter>["replays"]["plan"]["selection"];

/** What somebody has chosen of a topic, as the form holds it: all of it is text. */
export interface ChosenEvents {
  readonly topic: string;
  readonly range: "all" | "time" | "offsets";
  /** As `<input type="datetime-local">` has it. */
  readonly from: string;
  readonly to: string;
  /** `7`, `3-12`, `3-`, `3, 5, 8`. */
  readonly offsets: string;
  readonly text: string;
  readonly key: string;
  readonly correlationId: string;
  readonly isDead: boolean;
}

const ranges = ["all", "time", "offsets"] as const;

/** A time of an address as `<input type="datetime-local">` has it; empty when it is none. */
function localTime(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return "";
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
  return local.slice(0, date.getSeconds() === 0 ? 16 : 19);
}

/** What an address such as `?topic=orders&offsets=7` chooses at first. */
export function chosenFrom(address: { get(name: string): string | null }): ChosenEvents {
  const text = (name: string) => address.get(name) ?? "";
  const [from, to, offsets] = [localTime(text("from")), localTime(text("to")), text("offsets")];
  const asked = ranges.find((one) => one === text("range"));
  return {
    ...{ topic: text("topic"), from, to, offsets },
    range: asked ?? (offsets !== "" ? "offsets" : from !== "" ? "time" : "all"),
    ...{ text: text("text"), key: text("key"), correlationId: text("correlation") },
    isDead: text("dead") !== "",
  };
}

/** Reads `3-12`, `3-` (up to the newest, which is `head`) and `3, 5, 8`; undefined when it is none of them. */
function partOf(topic: string, offsets: string, head: number): Selection["parts"][number] | undefined {
  const range = /^\s*(\d+)\s*[-–]\s*(\d*)\s*$/.exec(offsets);
  if (range !== null) {
    const [fromOffset, toOffset] = [Number(range[1]), range[2] === "" ? head : Number(range[2])];
    return fromOffset >= 1 && fromOffset <= toOffset ? { topic, fromOffset, toOffset } : undefined;
  }
  const list = offsets.split(/[\s,;]+/).filter((one) => one !== "");
  const isList = list.length > 0 && list.every((one) => /^[1-9]\d{0,14}$/.test(one));
  return isList ? { topic, offsets: list.map(Number) } : undefined;
}

/** The selection that a form means, or a sentence that says what it lacks; `head` is the topic's newest offset. */
export function selectionOf(chosen: ChosenEvents, head = 0): { selection: Selection } | { missing: string } {
  const { topic, range, text, key, correlationId, isDead } = chosen;
  if (topic === "") return { missing: "Choose a topic." };
  const filter = {
    ...(text === "" ? {} : { text }),
    ...(key === "" ? {} : { key }),
    ...(correlationId === "" ? {} : { correlationId }),
    ...(isDead ? { isDead } : {}),
  };
  if (range === "all") return { selection: { parts: [{ topic, isAll: true }], filter } };
  if (range === "offsets") {
    const part = partOf(topic, chosen.offsets, head);
    return part === undefined
      ? { missing: "Write offsets such as 3-12, 3- or 3, 5, 8." }
      : { selection: { parts: [part], filter } };
  }
  const [from, to] = [new Date(chosen.from), new Date(chosen.to)];
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) return { missing: "Choose both times." };
  if (from > to) return { missing: "The time ends before it begins." };
  return { selection: { parts: [{ topic, from, to }], filter } };
}
