import { createHash } from "node:crypto";
import * as z from "zod";
import { type Checkpoint, checkpointSchema } from "@/flow/delivery/checkpoint";
import { checkJson, JsonProblem } from "@/flow/event/json-scanner";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { redriveByIdSql } from "../deliveries/redrive";
import { maxPayloadBytes } from "../events/send-event";
import { createAnnouncer } from "../log/notify";
import { useCase } from "../use-case";
import { stepNames } from "./step-name-in";

const letterRow = z.object({
  topic: z.string(),
  offset: z.coerce.number(),
  step_id: z.string().nullable(),
  consumer_id: z.string(),
  edited_by: z.string().nullable(),
  is_removed: z.boolean(),
  document: z.unknown(),
  /** Absent: no step ran yet. As text, so that long numbers stay. */
  kept: z.string().nullable(),
  checkpoint: z.unknown(),
  data: z.instanceof(Uint8Array),
});

const letterSql = `
  SELECT t.name AS topic, d."offset", d.step_id, s.consumer_id, d.edited_by, s.state = 'removed' AS is_removed, v.document,
         (d.checkpoint -> 'data')::text AS kept, d.checkpoint, e.data
  FROM delivery d
  JOIN subscription s ON s.id = d.subscription_id AND s.workspace_id = $1::uuid
  JOIN topic t ON t.id = d.topic_id
  JOIN event e ON e.topic_id = d.topic_id AND e."offset" = d."offset"
  LEFT JOIN revision v ON v.id = s.revision_id
  WHERE d.id = $2::uuid AND d.run = 0 AND d.status = 'dead'`;

/** Of a delivery of which no step ran. */
const fresh: Checkpoint = { finished: {}, published: [], hasActed: false };
const goneMessage = "This is no dead letter any more.";

/**
 * What finished steps left; what cannot be read is refused, since they would run again.
 * @throws AppError `conflict`
 */
function readCheckpoint(stored: unknown): Checkpoint {
  const read = checkpointSchema.safeParse(stored);
  if (read.success) return read.data;
  throw new AppError(
    "conflict",
    "What its finished steps left cannot be read, so it cannot go on. Discard it.",
  );
}

/** What the audit keeps of a payload: enough to tell one from another, and nothing of what it says. */
function markOf(data: string) {
  return { bytes: Buffer.byteLength(data), sha256: createHash("sha256").update(data).digest("hex") };
}

/** The payload as JSON text; what is no JSON becomes one text. */
function jsonOf(data: Uint8Array): string {
  try {
    checkJson(data);
    return new TextDecoder().decode(data);
  } catch (error) {
    if (error instanceof JsonProblem) return JSON.stringify(new TextDecoder().decode(data));
    throw error;
  }
}

/**
 * What a dead letter goes on with when it is redriven: the payload as the finished steps left it.
 * @returns `data` as JSON text
 * @throws AppError `not-found` when it is no dead letter (any more)
 */
export const letterInput = useCase(
  "delivery.read",
  z.object({ deliveryId: z.uuid() }),
  async ({ pool }, { workspaceId }, { deliveryId }) => {
    const { rows } = await pool.query(letterSql, [workspaceId, deliveryId]);
    if (rows.length === 0) throw new AppError("not-found", goneMessage);
    const row = letterRow.parse(rows[0]);
    const finished = checkpointSchema.safeParse(row.checkpoint).data?.finished ?? {};
    return {
      topic: row.topic,
      offset: row.offset,
      data: row.kept ?? jsonOf(row.data),
      /** Where it goes on; null: at its first step. */
      step: stepNames(row.document).get(`${row.consumer_id} ${row.step_id}`) ?? null,
      /** Steps that are done and are not run again. */
      finishedSteps: Object.keys(finished).length,
      editedBy: row.edited_by,
      isRemoved: row.is_removed,
    };
  },
);

/**
 * Changes what a dead letter goes on with, and puts it back to work. The event stays as it is, for this consumer and for all
 * others; steps that are done are not run again, and calls keep their idempotency keys.
 * @param data JSON text
 * @throws AppError `not-found` when it is no dead letter (any more), `bad-input` when `data` is no JSON
 */
export const editAndRedrive = useCase(
  "delivery.repair",
  z.object({ deliveryId: z.uuid(), data: z.string().max(maxPayloadBytes) }),
  async (deps, actor, { deliveryId, data }) => {
    try {
      checkJson(Buffer.from(data, "utf8"));
    } catch (error) {
      if (error instanceof JsonProblem) throw new AppError("bad-input", `This is no JSON. ${error.message}`);
      throw error;
    }
    const topicId = await deps.db.$transaction(async (tx) => {
      const found: unknown[] = await tx.$queryRawUnsafe(
        `${letterSql} FOR UPDATE OF d`,
        actor.workspaceId,
        deliveryId,
      );
      if (found.length === 0) throw new AppError("not-found", goneMessage);
      const row = letterRow.parse(found[0]);
      const { data: _, ...rest } = row.checkpoint == null ? fresh : readCheckpoint(row.checkpoint);
      const checkpoint = `{"data":${data},${JSON.stringify(rest).slice(1)}`;
      await tx.$executeRaw`
        UPDATE delivery SET checkpoint = ${checkpoint}::json, edited_by = ${actor.name} WHERE id = ${deliveryId}::uuid`;
      const put: unknown[] = await tx.$queryRawUnsafe(redriveByIdSql, actor.workspaceId, [deliveryId]);
      const back = z.array(z.object({ topic_id: z.string() })).parse(put)[0];
      if (back === undefined)
        throw new AppError(
          "conflict",
          "Its consumer is not deployed any more. Discard it, or deploy the consumer.",
        );
      await recordAudit(tx, actor, "delivery.edited", `${row.topic} ${row.offset}`, {
        deliveryId,
        before: markOf(row.kept ?? jsonOf(row.data)),
        after: markOf(data),
      });
      return back.topic_id;
    });
    const announcer = createAnnouncer(deps.pool, deps.log);
    announcer.announce("changed", topicId);
    await announcer.idle();
    return { count: 1 };
  },
);
