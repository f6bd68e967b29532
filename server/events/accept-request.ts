import type { EventDraft } from "@/flow/event/event-envelope";
import { formDataOf } from "@/flow/event/form-data";
import { type EventMode, type EventRequest, parseRequest } from "@/flow/event/parse-request";
import type { FormInput } from "@/flow/node/producer-definition";
import type { Deps } from "../deps";
import { keepSamples } from "../gateway/keep-sample";
import type { AppendOutcome } from "../log/append";
import { isRefusal } from "../log/is-refusal";
import { sharedAppend } from "../log/shared-append";
import { newEventId } from "./new-event-id";

/** Where events go, and what plain ones do not say themselves. */
export interface EventTarget {
  /** Absent for a producer that was never deployed: its events are kept as samples. */
  readonly topic?: { readonly id: string; readonly name: string } | undefined;
  readonly producerId?: string | undefined;
  readonly source: string;
  readonly type: string;
  /** Inputs of a form, so that numbers in it are numbers. */
  readonly inputs?: readonly FormInput[] | undefined;
}

/** One event after it was stored. */
export interface StoredLine {
  readonly id: string;
  readonly topic: string;
  /** The first offset, when the same event came before. */
  readonly offset: number;
  readonly duplicate?: true;
}
/** An id that was used before with another content, so nothing was stored. */
export interface ConflictLine {
  readonly id: string;
  readonly topic: string;
  readonly conflict: true;
}

export type AcceptOutcome =
  | {
      readonly kind: "stored";
      readonly mode: EventMode;
      readonly lines: readonly (StoredLine | ConflictLine)[];
    }
  | { readonly kind: "kept"; readonly mode: EventMode }
  | { readonly kind: "refused"; readonly message: string; readonly attribute?: string | undefined };

function lineOf(id: string, topic: string, outcome: AppendOutcome): StoredLine | ConflictLine {
  const { kind, offset } = outcome;
  if (kind === "conflict") return { id, topic, conflict: true };
  return kind === "duplicate" ? { id, topic, offset, duplicate: true } : { id, topic, offset };
}

/**
 * Stores events that were read before; `freshIds` are those that were made just now.
 * @throws what the database throws when it is away
 */
export async function storeEvents(
  deps: Deps,
  target: EventTarget,
  {
    mode,
    events,
    freshIds,
  }: { mode: EventMode; events: readonly EventDraft[]; freshIds: ReadonlySet<string> },
): Promise<AcceptOutcome> {
  const { topic, producerId } = target;
  if (topic === undefined) {
    if (producerId !== undefined) await keepSamples(deps, producerId, events);
    return { kind: "kept", mode };
  }
  const log = sharedAppend(deps);
  try {
    const items = events.map((draft) => ({ draft, producerId, isIdFresh: freshIds.has(draft.id) }));
    const outcomes = await log.appendAll(topic.id, items);
    const lines = outcomes.map((outcome, index) => lineOf(events[index]?.id ?? "", topic.name, outcome));
    return { kind: "stored", mode, lines };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    deps.log.warn({ err: error, topicId: topic.id }, "the database refused an event");
    return { kind: "refused", message: "The event holds a value that cannot be stored." };
  }
}

/**
 * Reads the events of a request and stores them, or keeps them as samples.
 * @throws what the database throws when it is away
 */
export async function acceptRequest(
  deps: Deps,
  target: EventTarget,
  request: EventRequest,
  isTest = false,
): Promise<AcceptOutcome> {
  const freshIds = new Set<string>();
  const { source, type, inputs } = target;
  const parsed = parseRequest(request, {
    source,
    type,
    newId: () => {
      const id = newEventId();
      freshIds.add(id);
      return id;
    },
    formData: inputs && ((fields) => formDataOf(inputs, fields)),
  });
  if (!parsed.ok) return { kind: "refused", message: parsed.message, attribute: parsed.attribute };
  const events = isTest ? parsed.events.map((event) => ({ ...event, isTest })) : parsed.events;
  return storeEvents(deps, target, { mode: parsed.mode, events, freshIds });
}
