import type { EventDraft } from "@/flow/event/event-envelope";
import { formDataOf } from "@/flow/event/form-data";
import { type EventMode, type EventRequest, parseRequest } from "@/flow/event/parse-request";
import type { FormInput } from "@/flow/node/producer-definition";
import type { SchemaFailure } from "@/flow/schema/failure";
import type { Deps } from "../deps";
import { keepSamples } from "../gateway/keep-sample";
import type { AppendOutcome } from "../log/append";
import { isRefusal } from "../log/is-refusal";
import { sharedAppend } from "../log/shared-append";
import { quarantine } from "../quarantine/quarantine";
import { holdToSchema } from "../schemas/hold-to-schema";
import type { TopicGateRef } from "../schemas/topic-gate";
import { newEventId } from "./new-event-id";

/** A topic that takes events, and what it holds them to. */
export interface TargetTopic {
  readonly id: string;
  readonly name: string;
  readonly gate?: TopicGateRef | undefined;
}

/** Where events go, and what plain ones do not say themselves. */
export interface EventTarget {
  /** Absent for a producer that was never deployed: its events are kept as samples. */
  readonly topic?: TargetTopic | undefined;
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

/** An event that does not fit the schema of its topic, and waits for somebody to decide. */
export interface QuarantinedLine {
  readonly id: string;
  readonly topic: string;
  readonly status: "quarantined";
  readonly reason: string;
}

/** An event that does not fit the schema of its topic, and was refused. */
export interface UnfitEvent {
  readonly id: string;
  readonly failures: readonly SchemaFailure[];
}

export type AcceptOutcome =
  | {
      readonly kind: "stored";
      readonly mode: EventMode;
      readonly lines: readonly (StoredLine | ConflictLine | QuarantinedLine)[];
    }
  | { readonly kind: "kept"; readonly mode: EventMode }
  /** Nothing was stored, not even the events that fit. */
  | {
      readonly kind: "unfit";
      readonly mode: EventMode;
      readonly subject: string;
      readonly version: number;
      readonly events: readonly UnfitEvent[];
    }
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
  const append = async (drafts: readonly EventDraft[]) => {
    const items = drafts.map((draft) => ({ draft, producerId, isIdFresh: freshIds.has(draft.id) }));
    const outcomes = await log.appendAll(topic.id, items);
    return outcomes.map((outcome, index) => lineOf(drafts[index]?.id ?? "", topic.name, outcome));
  };
  try {
    if (topic.gate === undefined) return { kind: "stored", mode, lines: await append(events) };
    return await storeChecked(deps, { topic, gate: topic.gate, producerId, mode, append }, events);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    deps.log.warn({ err: error, topicId: topic.id }, "the database refused an event");
    return { kind: "refused", message: "The event holds a value that cannot be stored." };
  }
}

interface Storing {
  readonly topic: TargetTopic;
  readonly gate: TopicGateRef;
  readonly producerId: string | undefined;
  readonly mode: EventMode;
  readonly append: (drafts: readonly EventDraft[]) => Promise<(StoredLine | ConflictLine)[]>;
}

/** Stores what the gate lets through, and does with the rest what the topic says. */
async function storeChecked(
  deps: Deps,
  { topic, gate, producerId, mode, append }: Storing,
  events: readonly EventDraft[],
): Promise<AcceptOutcome> {
  const checked = await holdToSchema(deps, gate, events);
  const unfit = gate.gate === "warn" ? [] : checked.filter(({ failures }) => failures.length > 0);
  const isUnfit = new Set(unfit);
  if (gate.gate === "reject" && unfit.length > 0) {
    const told = unfit.map(({ event, failures }) => ({ id: event.id, failures }));
    return {
      kind: "unfit",
      mode,
      subject: gate.subject,
      version: unfit[0]?.version ?? gate.version,
      events: told,
    };
  }
  const kept = await quarantine(deps.pool, gate.workspaceId, topic, producerId, unfit);
  const stored = await append(checked.filter((one) => !isUnfit.has(one)).map(({ event }) => event));
  const [keptLines, storedLines] = [kept.values(), stored.values()];
  const lines = checked.map((one) => (isUnfit.has(one) ? keptLines : storedLines).next().value);
  return { kind: "stored", mode, lines: lines.filter((line) => line !== undefined) };
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
