import * as z from "zod";

const partSchema = z.object({ data: z.unknown().optional(), id: z.string() });

/** What is kept for one join: its parts while it is open, or what was missing when its time was over. */
export const joinSchema = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("open"),
    /** The event whose delivery has the alarm. */
    opener: z.string(),
    /** By topic id. */
    parts: z.record(z.string(), partSchema),
  }),
  z.object({
    state: z.literal("timed-out"),
    missing: z.array(z.string()),
    /** After this, a part begins a new join; ISO. */
    until: z.iso.datetime(),
  }),
]);
export type Join = z.infer<typeof joinSchema>;
export type OpenJoin = Extract<Join, { state: "open" }>;

/** A part that has arrived. */
export interface Arrival {
  readonly topicId: string;
  /** Of the event. */
  readonly id: string;
  readonly data: unknown;
}

/** What an arrival makes of a join. */
export type Step =
  | { readonly kind: "opened" | "kept"; readonly join: OpenJoin; readonly missing: readonly string[] }
  | { readonly kind: "complete"; readonly join: OpenJoin }
  | { readonly kind: "late" };

/**
 * Puts a part to those that are there. A second part of the same topic takes the place of the first.
 * @param needed ids of all topics
 */
export function arrive(current: Join | undefined, part: Arrival, needed: readonly string[], now: Date): Step {
  const isOver = current?.state === "timed-out" && Date.parse(current.until) > now.getTime();
  if (isOver && current.missing.includes(part.topicId)) return { kind: "late" };
  const open = current?.state === "open" ? current : undefined;
  const own = { data: part.data, id: part.id };
  const join: OpenJoin = {
    state: "open",
    opener: open?.opener ?? part.id,
    parts: { ...open?.parts, [part.topicId]: own },
  };
  const missing = missingIn(join, needed);
  if (missing.length === 0) return { kind: "complete", join };
  return { kind: open ? "kept" : "opened", join, missing };
}

/** Ids of the topics of which nothing has come. */
export function missingIn(join: OpenJoin, needed: readonly string[]): string[] {
  return needed.filter((id) => !Object.hasOwn(join.parts, id));
}

/** The payload of a join: the fields of all parts, in the order of the topics; later ones win. */
export function joinedData(join: OpenJoin, needed: readonly string[]): unknown {
  const parts = needed.flatMap((id) => {
    const data = join.parts[id]?.data;
    return typeof data === "object" && data !== null && !Array.isArray(data) ? [data] : [];
  });
  return Object.assign({}, ...parts);
}
