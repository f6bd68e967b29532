import * as z from "zod";
import type { EventDraft } from "@/flow/event/event-envelope";
import type { SchemaFailure } from "@/flow/schema/failure";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { maxPayloadBytes } from "../events/send-event";
import { sharedAppend } from "../log/shared-append";
import { holdToSchema } from "../schemas/hold-to-schema";
import { findGatedTopic } from "../schemas/topic-gate";
import { useCase } from "../use-case";
import { applyMapping, mappingSchema } from "./apply-mapping";
import { choiceSchema, type HeldEvent, takeChosen } from "./quarantine-choice";

/** What became of one event. */
export interface ReleasedEvent {
  readonly id: string;
  readonly eventId: string;
  readonly topic: string;
  /** Where it lies now; null when it still does not fit. */
  readonly offset: number | null;
  /** Why it stays in quarantine. */
  readonly failures: readonly SchemaFailure[];
}

/** What a release did; call again while `hasMore`. */
export interface ReleaseReport {
  readonly released: number;
  readonly events: readonly ReleasedEvent[];
  readonly hasMore: boolean;
}

/** How the payload of an event is put right before it is released. */
export type Repair = (event: HeldEvent) => Uint8Array;

async function appendOne(deps: Deps, held: HeldEvent, draft: EventDraft): Promise<number | undefined> {
  const { kind, offset } = await sharedAppend(deps).append(held.topicId, {
    draft,
    producerId: held.producerId,
    isIdFresh: false,
  });
  return kind === "conflict" ? undefined : offset;
}

/**
 * Releases events into their topics, after a repair and only if they fit now. An event that was released before is
 * not stored again; nor is one whose release was cut off half-way, because its id is known to the log.
 */
export async function releaseEvents(
  deps: Deps,
  actor: Actor,
  choice: z.output<typeof choiceSchema>,
  repair: Repair,
  evenIfUnfit = false,
): Promise<ReleaseReport> {
  return deps.db.$transaction(
    async (tx) => {
      const { events, more } = await takeChosen(tx, actor.workspaceId, choice);
      const report: ReleasedEvent[] = [];
      for (const held of events) report.push(await releaseOne(deps, tx, actor, held, repair, evenIfUnfit));
      const released = report.filter(({ offset }) => offset !== null).length;
      const topics = [...new Set(events.map(({ topic }) => topic))].join(", ");
      if (released > 0) await recordAudit(tx, actor, "quarantine.released", topics, { events: released });
      return { released, events: report, hasMore: more };
    },
    { timeout: 60_000 },
  );
}

async function releaseOne(
  deps: Deps,
  tx: Prisma.TransactionClient,
  actor: Actor,
  held: HeldEvent,
  repair: Repair,
  evenIfUnfit: boolean,
): Promise<ReleasedEvent> {
  const { id, topic } = held;
  const eventId = held.draft.id;
  if (held.state === "released") return { id, eventId, topic, offset: held.releasedOffset, failures: [] };
  if (held.state === "discarded")
    throw new AppError("conflict", `The event "${eventId}" was discarded. It cannot be released any more.`);
  const mended: EventDraft = { ...held.draft, data: repair(held), dataSchema: undefined };
  const gate = (await findGatedTopic(deps, actor.workspaceId, topic))?.gate;
  const [checked] = gate === undefined ? [] : await holdToSchema(deps, gate, [mended]);
  const failures = checked?.failures ?? [];
  if (failures.length > 0 && !evenIfUnfit) return { id, eventId, topic, offset: null, failures };
  const offset = await appendOne(deps, held, checked?.event ?? mended);
  if (offset === undefined)
    throw new AppError(
      "conflict",
      `The id "${eventId}" was sent again with another content and is in the topic already. Discard this one.`,
    );
  await tx.quarantinedEvent.update({
    where: { id },
    data: {
      state: "released",
      releasedOffset: BigInt(offset),
      resolvedAt: new Date(),
      resolvedBy: actor.name,
    },
  });
  return { id, eventId, topic, offset, failures: [] };
}

/**
 * Releases events from quarantine into their topics: as they are (when they fit by now), with another payload (`data`,
 * for one event) or put right by a mapping. What still does not fit stays, and says why; `evenIfUnfit` lets it through.
 * Safe to repeat: an event is stored once.
 * @throws AppError `not-found`, `bad-input` for a mapping that cannot be applied, `conflict` for a discarded one
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
