import * as z from "zod";
import { useCase } from "../use-case";
import { eventFilterSchema } from "./event-filter";
import { type EventRow, toEventRow } from "./event-row";
import { LogScan } from "./log-scan";
import { findPosition, logPositionSchema, seekSchema } from "./scan-position";

/** One call looks no longer than this, so that the reader sees how far it is and can stop it. */
const MAX_MS = 700;
const MAX_SCANNED = 50_000;

const inputSchema = eventFilterSchema.extend({
  direction: z.enum(["older", "newer"]).default("older"),
  /** Where an earlier call has stopped, or where to begin. */
  at: z
    .union([z.object({ position: logPositionSchema }), z.object({ seek: seekSchema })])
    .default({ seek: "newest" }),
  limit: z.number().int().min(1).max(200).default(50),
});

/** A part of the log, and how far the search for it has come. */
export interface EventScan {
  /** In the direction of the search. */
  readonly rows: readonly EventRow[];
  /** Events that were looked at for it. */
  readonly scanned: number;
  /** Events of which could not be said whether they fit, and why not of the last one. */
  readonly passedOver: number;
  readonly whyPassedOver: string | undefined;
  /** Where it began, and where to go on. */
  readonly start: Readonly<Record<string, number>>;
  readonly position: Readonly<Record<string, number>>;
  /** How far back (or on) everything was looked at. */
  readonly reached: Date | undefined;
  /** Nothing more in this direction; newer events may still come. */
  readonly isDone: boolean;
}

/**
 * Looks for events that fit a filter, from a place in the log on. It ends when `limit` are found, the log ends, or the
 * time is over: whoever wants more calls again with `position`.
 * @throws AppError `not-found` when the topic to begin at does not exist
 */
export const scanEvents = useCase(
  "event.read",
  inputSchema,
  async (deps, actor, input): Promise<EventScan> => {
    const { direction, at, limit, ...filter } = input;
    const start =
      "seek" in at
        ? await findPosition(deps, actor.workspaceId, filter.topics, at.seek)
        : await own(at.position);
    const scan = await LogScan.from(deps, actor.workspaceId, filter, start, { direction, limit });
    const deadline = performance.now() + MAX_MS;
    const mayGoOn = () => performance.now() < deadline && scan.scanned < MAX_SCANNED;
    const rows: EventRow[] = [];
    while (rows.length < limit) {
      const row = await scan.next(mayGoOn);
      if (row === undefined) break;
      rows.push(toEventRow(row));
    }
    return {
      rows,
      scanned: scan.scanned,
      passedOver: scan.passedOver,
      whyPassedOver: scan.whyPassedOver,
      start,
      position: scan.position,
      reached: scan.reached,
      isDone: scan.isDone,
    };

    /** Of a position that a browser gives, what is in this workspace and chosen. */
    async function own(position: Readonly<Record<string, number>>) {
      const known = await findPosition(deps, actor.workspaceId, filter.topics, "oldest");
      return Object.fromEntries(Object.entries(position).filter(([id]) => Object.hasOwn(known, id)));
    }
  },
);
