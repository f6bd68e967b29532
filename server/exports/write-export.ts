import * as z from "zod";
import type { Deps } from "../deps";
import { eventFilterSchema } from "../events/event-filter";
import { LogScan, type ScannedRow } from "../events/log-scan";
import { logPositionSchema } from "../events/scan-position";
import { isDatabaseAway } from "../gateway/database-away";
import type { Queryable } from "../log/queryable";
import { type StoredEventRow, toStoredEvent } from "../log/read";
import { exportFormats, exportHead, exportLine } from "./event-lines";

/** A part is written down, and may be lost with its writer: about so large and so long in the making. */
const PART_BYTES = 1_000_000;
const PART_MS = 1_000;
const LEASE = "30 seconds";
/** Whatever ends its writer so often will not be written. */
const MAX_TAKES = 3;
/** Larger files are for a database, not for a spreadsheet. */
const MAX_EVENTS = 250_000;
const MAX_BYTES = 200_000_000;
const KEPT = "24 hours";

// Stored JSON has its times as texts.
const storedFilter = eventFilterSchema.extend({
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
});

const takenSchema = z.object({
  id: z.string(),
  workspace_id: z.string(),
  filter: storedFilter,
  format: z.enum(exportFormats),
  position: logPositionSchema,
  up_to: logPositionSchema,
  parts: z.number(),
  written: z.number(),
  bytes: z.coerce.number(),
});
type Taken = z.output<typeof takenSchema>;

async function takeExport(db: Queryable): Promise<Taken | undefined> {
  await db.query(
    `UPDATE event_export
     SET state = 'failed', finished_at = clock_timestamp(),
         message = 'It could not be written: its writer ended ' || takes || ' times at the same place. Narrow the filters.'
     WHERE state = 'running' AND takes >= $1 AND (lease_until IS NULL OR lease_until < clock_timestamp())`,
    [MAX_TAKES],
  );
  const { rows } = await db.query(
    `UPDATE event_export SET state = 'running', takes = takes + 1, lease_until = clock_timestamp() + interval '${LEASE}'
     WHERE id = (SELECT id FROM event_export
                 WHERE state IN ('waiting', 'running') AND (lease_until IS NULL OR lease_until < clock_timestamp())
                 ORDER BY parts, created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, workspace_id, filter, format, position, up_to, parts, written, bytes`,
  );
  return rows[0] === undefined ? undefined : takenSchema.parse(rows[0]);
}

/** The whole payload beside what a list shows. */
const columns = ", e.data AS whole, e.data_schema, e.hops, e.trace_parent, e.extensions";

type ExportedRow = ScannedRow & StoredEventRow & { readonly whole: Uint8Array };

/** Whether a row has what `columns` asks for: the statement is ours. */
function isWhole(row: ScannedRow): row is ExportedRow {
  return "whole" in row && row.whole instanceof Uint8Array;
}

interface Part {
  readonly text: string;
  readonly scan: LogScan;
  readonly written: number;
  /** Why there is no further part. */
  readonly end: "all" | "too-large" | undefined;
}

async function makePart(deps: Deps, taken: Taken): Promise<Part> {
  const scan = await LogScan.from(deps, taken.workspace_id, taken.filter, taken.position, {
    direction: "newer",
    limit: 50,
    columns,
    upTo: taken.up_to,
    isByTopic: true,
  });
  const deadline = performance.now() + PART_MS;
  const mayGoOn = () => performance.now() < deadline;
  const lines: string[] = taken.parts === 0 ? [exportHead(taken.format)] : [];
  let chars = 0;
  let written = 0;
  while (chars < PART_BYTES) {
    if (taken.written + written >= MAX_EVENTS || taken.bytes + chars >= MAX_BYTES) {
      return { text: lines.join(""), scan, written, end: "too-large" };
    }
    const row = await scan.next(mayGoOn);
    if (row === undefined) break;
    if (!isWhole(row)) throw new Error("A row came without its payload.");
    const line = exportLine(taken.format, toStoredEvent({ ...row, data: row.whole }, row.topic));
    lines.push(line);
    chars += line.length;
    written += 1;
  }
  return { text: lines.join(""), scan, written, end: scan.isDone ? "all" : undefined };
}

/** Writes a part down, unless the export was cancelled or somebody else has written this part. */
async function storePart(deps: Deps, taken: Taken, { text, scan, written, end }: Part): Promise<void> {
  const data = Buffer.from(text);
  const message =
    end === "too-large"
      ? `It ends after ${(taken.written + written).toLocaleString("en-GB")} events, the most that one file holds.`
      : null;
  await deps.pool.query(
    `WITH stored AS (
       UPDATE event_export
       SET parts = parts + 1, position = $3, scanned = scanned + $4, written = written + $5, bytes = bytes + $6,
           passed_over = passed_over + $7, message = $8, lease_until = NULL, takes = 0,
           state = CASE WHEN $9 THEN 'done' ELSE 'running' END,
           finished_at = CASE WHEN $9 THEN clock_timestamp() END
       WHERE id = $1 AND parts = $2 AND state = 'running'
       RETURNING id
     )
     INSERT INTO event_export_part (export_id, number, data) SELECT id, $2, $10 FROM stored`,
    [
      taken.id,
      taken.parts,
      JSON.stringify(scan.position),
      scan.scanned,
      written,
      data.length,
      scan.passedOver,
      message,
      end !== undefined,
      data,
    ],
  );
}

/**
 * Writes the next part of the export that has the fewest: whoever dies over one loses a second of work.
 * @returns whether there was one
 */
export async function writeExportPart(deps: Deps): Promise<boolean> {
  const taken = await takeExport(deps.pool);
  if (taken === undefined) return false;
  try {
    await storePart(deps, taken, await makePart(deps, taken));
  } catch (error) {
    // The next one tries again, at once.
    if (!isDatabaseAway(error)) {
      await deps.pool.query("UPDATE event_export SET lease_until = NULL WHERE id = $1 AND parts = $2", [
        taken.id,
        taken.parts,
      ]);
    }
    throw error;
  }
  return true;
}

/** Deletes exports that are a day old. */
export async function tidyExports(db: Queryable): Promise<void> {
  await db.query(`DELETE FROM event_export WHERE created_at < clock_timestamp() - interval '${KEPT}'`);
}
