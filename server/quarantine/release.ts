import * as z from "zod";
import type { EventDraft } from "@/flow/event/event-envelope";
import type { SchemaFailure } from "@/flow/schema/failure";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { maxPayloadBytes } from "../events/send-event";
import { append } from "../log/append";
import { inTransaction } from "../log/in-transaction";
import { isRefusal } from "../log/is-refusal";
import { createAnnouncer } from "../log/notify";
import { holdToSchema } from "../schemas/hold-to-schema";
import { findGatedTopic } from "../schemas/topic-gate";
import { useCase } from "../use-case";
import { applyMapping, mappingSchema } from "./apply-mapping";
import { choiceSchema, chosenEvents, type HeldEvent, heldStateSchema, readHeld } from "./quarantine-choice";

/** What became of one event. */
export interface ReleasedEvent {
  readonly id: string;
  readonly eventId: string;
  readonly topic: string;
  /** Where it lies now; null when it stays where it is. */
  readonly offset: number | null;
  /** Why it was not released, in a sentence; null when it was. */
  readonly problem: string | null;
  /** Where it still does not fit. */
  readonly failures: readonly SchemaFailure[];
}

/** What a release did. */
export interface ReleaseReport {
  readonly released: number;
  readonly events: readonly ReleasedEvent[];
  /** The group has others: `after` of the next call. */
  readonly nextAfter: string | null;
}

/** How the payload of an event is put right before it is released. @throws AppError when that cannot be done */
export type Repair = (event: HeldEvent) => Uint8Array;

/** Where an event lies now, or why it stays. */
type Settled = { readonly offset: number } | { readonly problem: string };

const unstorable = "It holds a value that cannot be stored. Put it right, or discard it.";

/**
 * Releases events into their topics, each in a transaction of its own, after a repair and only if they fit now. What
 * cannot be released says why and keeps none of the others. An event that was released before is not stored again.
 */
export async function releaseEvents(
  deps: Deps,
  actor: Actor,
  choice: z.output<typeof choiceSchema>,
  repair: Repair,
  evenIfUnfit = false,
): Promise<ReleaseReport> {
  const { ids, nextAfter } = await chosenEvents(deps.pool, actor.workspaceId, choice);
  const announcer = createAnnouncer(deps.pool, deps.log);
  const events: ReleasedEvent[] = [];
  const isReleased = ({ offset }: ReleasedEvent) => offset !== null;
  try {
    for (const id of ids) {
      const held = await readHeld(deps.pool, actor.workspaceId, id);
      if (held === undefined) continue;
      const one = await releaseOne(deps, actor, held, repair, evenIfUnfit);
      events.push(one);
      if (isReleased(one)) announcer.announce("appended", held.topicId);
    }
  } finally {
    // Those that are through stay so, whatever came after them.
    const released = events.filter(isReleased);
    const topics = [...new Set(released.map(({ topic }) => topic))].join(", ");
    if (released.length > 0)
      await recordAudit(deps.db, actor, "quarantine.released", topics, { events: released.length });
  }
  return { released: events.filter(isReleased).length, events, nextAfter };
}

async function releaseOne(
  deps: Deps,
  actor: Actor,
  held: HeldEvent,
  repair: Repair,
  evenIfUnfit: boolean,
): Promise<ReleasedEvent> {
  const { id, topic, draft } = held;
  const answer = { id, eventId: draft.id, topic, offset: null, problem: null, failures: [] };
  let data: Uint8Array;
  try {
    data = repair(held);
  } catch (error) {
    if (error instanceof AppError) return { ...answer, problem: error.message };
    throw error;
  }
  if (data.length > maxPayloadBytes)
    return { ...answer, problem: "It would be larger than 1 MiB, the most that an event may have." };
  const mended: EventDraft = { ...draft, data, dataSchema: undefined };
  const gate = (await findGatedTopic(deps, actor.workspaceId, topic))?.gate;
  const [checked] = gate === undefined ? [] : await holdToSchema(deps, gate, [mended]);
  const [failure] = checked?.failures ?? [];
  const isUnfit = failure !== undefined && !evenIfUnfit;
  const settled = await settle(deps, actor, held, isUnfit ? undefined : (checked?.event ?? mended));
  if (settled !== undefined) return { ...answer, ...settled };
  return { ...answer, problem: failure?.message ?? null, failures: checked?.failures ?? [] };
}

/**
 * Stores an event and notes that it is released, together. Undefined: it waits, and there is nothing to store.
 */
async function settle(
  { pool }: Deps,
  actor: Actor,
  { id, topicId, producerId, draft: { id: eventId } }: HeldEvent,
  draft: EventDraft | undefined,
): Promise<Settled | undefined> {
  try {
    return await inTransaction(pool, async (client): Promise<Settled | undefined> => {
      // Two people who release the same event wait for each other; the second finds it released.
      const { rows } = await client.query(
        "SELECT state, released_offset FROM quarantined_event WHERE id = $1 FOR UPDATE",
        [id],
      );
      const row = heldStateSchema.optional().parse(rows[0]);
      if (row?.state === "released") return { offset: row.released_offset ?? 0 };
      if (row?.state !== "waiting")
        return { problem: `The event "${eventId}" was discarded. It cannot be released any more.` };
      if (draft === undefined) return undefined;
      const [outcome] = await append(client, topicId, [{ draft, producerId, isIdFresh: false }]);
      if (outcome === undefined || outcome.kind === "conflict")
        return {
          problem: `The id "${eventId}" was sent again with another content and is in the topic already. Discard this one.`,
        };
      await client.query(
        `UPDATE quarantined_event SET state = 'released', released_offset = $2, resolved_at = clock_timestamp(), resolved_by = $3
         WHERE id = $1`,
        [id, outcome.offset, actor.name],
      );
      return { offset: outcome.offset };
    });
  } catch (error) {
    if (isRefusal(error)) return { problem: unstorable };
    throw error;
  }
}

/**
 * Releases events from quarantine into their topics: as they are (when they fit by now), with another payload (`data`,
 * for one event) or put right by a mapping. What cannot be released stays, and says why; `evenIfUnfit` lets through what
 * does not fit. Safe to repeat: an event is stored once. Call again with `nextAfter` while it is there.
 * @throws AppError `not-found`, `bad-input`
 */
export const releaseQuarantined = useCase(
  "quarantine.resolve",
  z.object({
    choice: choiceSchema,
    data: z.string().max(maxPayloadBytes).optional(),
    mapping: mappingSchema.optional(),
    evenIfUnfit: z.boolean().default(false),
  }),
  async (deps, actor, { choice, data, mapping, evenIfUnfit }): Promise<ReleaseReport> => {
    if (data !== undefined && !("ids" in choice && choice.ids.length === 1))
      throw new AppError("bad-input", "Another payload is for one event. Choose a single one.");
    if (data !== undefined && mapping !== undefined)
      throw new AppError("bad-input", "Give either another payload or a mapping.");
    return releaseEvents(
      deps,
      actor,
      choice,
      ({ draft }) => {
        if (data !== undefined) return Buffer.from(data, "utf8");
        return mapping === undefined ? draft.data : applyMapping(mapping, draft);
      },
      evenIfUnfit,
    );
  },
);
