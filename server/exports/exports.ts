import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { eventFilterSchema } from "../events/event-filter";
import { findPosition } from "../events/scan-position";
import { useCase } from "../use-case";
import { exportFormats } from "./event-lines";

/** At the same time in one workspace. */
const MAX_OPEN = 3;
const open = ["waiting", "running"];

const exportStates = ["waiting", "running", "done", "failed", "cancelled"] as const;

const columns = {
  id: true,
  format: true,
  state: true,
  scanned: true,
  toScan: true,
  written: true,
  bytes: true,
  passedOver: true,
  message: true,
  createdAt: true,
  createdBy: true,
} as const;

const shownSchema = z.object({
  id: z.string(),
  format: z.enum(exportFormats),
  state: z.enum(exportStates),
  /** Events looked at, of about so many. */
  scanned: z.coerce.number(),
  toScan: z.coerce.number(),
  written: z.number(),
  bytes: z.coerce.number(),
  passedOver: z.number(),
  /** Why it failed, or why it does not hold all. */
  message: z.string().nullable(),
  createdAt: z.date(),
  createdBy: z.string(),
});

/** A filter as JSON has it. */
const storedSchema = z.record(
  z.string(),
  z.json().refine((value) => value !== null),
);

/** The exports of the workspace, newest first; they are deleted a day after they were asked for. */
export const listExports = useCase("event.read", z.object({}), async (deps, { workspaceId }) => {
  const found = await deps.db.eventExport.findMany({
    where: { workspaceId },
    select: columns,
    orderBy: { createdAt: "desc" },
    take: 20,
  });
  return found.map((row) => shownSchema.parse(row));
});

/**
 * Asks for a file of all events that fit a filter and are stored by now; the workers write it.
 * @throws AppError `conflict` when too many are being written
 */
export const startExport = useCase(
  "event.export",
  eventFilterSchema.extend({ format: z.enum(exportFormats) }),
  async (deps, actor, { format, ...filter }) => {
    const { workspaceId, name: createdBy } = actor;
    const count = await deps.db.eventExport.count({ where: { workspaceId, state: { in: open } } });
    if (count >= MAX_OPEN) {
      throw new AppError(
        "conflict",
        `${count} exports are being written. Wait for one of them, or cancel it.`,
      );
    }
    const begin = filter.from === undefined ? "oldest" : { time: new Date(filter.from.getTime() - 1_000) };
    const end = filter.to === undefined ? "newest" : { time: new Date(filter.to.getTime() + 1_000) };
    const [position, upTo] = await Promise.all([
      findPosition(deps, workspaceId, filter.topics, begin),
      findPosition(deps, workspaceId, filter.topics, end),
    ]);
    const toScan = Object.entries(upTo).reduce(
      (sum, [id, at]) => sum + Math.max(0, at - (position[id] ?? 0)),
      0,
    );
    const stored = storedSchema.parse(JSON.parse(JSON.stringify(filter)));
    return deps.db.$transaction(async (tx) => {
      const { id } = await tx.eventExport.create({
        data: { workspaceId, filter: stored, format, position, upTo, toScan, createdBy },
        select: { id: true },
      });
      await recordAudit(tx, actor, "event.exported", format, { export: id, filter: stored });
      return { id };
    });
  },
);

/** Ends an export that is being written, and deletes what there is of it. */
export const cancelExport = useCase(
  "event.export",
  z.object({ id: z.uuid() }),
  async (deps, actor, { id }) => {
    await deps.db.$transaction([
      deps.db.eventExport.updateMany({
        where: { id, workspaceId: actor.workspaceId, state: { in: open } },
        data: { state: "cancelled", finishedAt: new Date() },
      }),
      deps.db.eventExportPart.deleteMany({
        where: { exportId: id, export: { workspaceId: actor.workspaceId, state: "cancelled" } },
      }),
    ]);
  },
);
