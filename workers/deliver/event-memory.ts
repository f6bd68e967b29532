import { type Loaded, type LoadedEvent, loadBatch } from "@/server/log/load-batch";
import type { Queryable } from "@/server/log/queryable";
import type { TakenBatch } from "@/server/log/take";

/** How long events are remembered: consumers of one topic get them at about the same time. */
const REMEMBER_MS = 3_000;
/** Memory of all remembered events. */
const MAX_BYTES = 32 * 1024 * 1024;
/** What an event takes beside its payload: the objects around it, and attributes as senders usually have them. */
const BYTES_AROUND = 1_500;

interface Part {
  readonly topicId: string;
  readonly untilMs: number;
  readonly bytes: number;
  readonly events: readonly LoadedEvent[];
}

/**
 * Loads the events of batches; where several consumers follow one topic, each row is read and decoded once for all of
 * them (payloads are parsed by each). Events never change, so what is remembered is right.
 */
export class EventMemory {
  readonly #db: Queryable;
  readonly #now: () => number;
  /** The consumer that read a topic last: only a second one makes it worth to remember. */
  readonly #reader = new Map<string, { readonly subscriptionId: string; sharedUntilMs: number }>();
  readonly #topics = new Map<string, Map<number, LoadedEvent>>();
  /** Oldest first. */
  readonly #parts: Part[] = [];
  #bytes = 0;

  constructor(db: Queryable, now: () => number = () => performance.now()) {
    this.#db = db;
    this.#now = now;
  }

  /** As `loadBatch`. */
  async load(batch: TakenBatch, limit?: number): Promise<Loaded> {
    const { topicId, fromOffset, toOffset } = batch;
    if (fromOffset === null || toOffset === null || !this.#isShared(batch))
      return loadBatch(this.#db, batch, limit);
    this.#forget();
    const known = this.#recall(topicId, fromOffset, toOffset);
    if (known !== undefined) return { events: known, isComplete: true, through: toOffset };
    const loaded = await loadBatch(this.#db, batch);
    this.#remember(topicId, loaded.events);
    return loaded;
  }

  #isShared({ topicId, subscriptionId }: TakenBatch): boolean {
    const now = this.#now();
    const reader = this.#reader.get(topicId);
    const isOther = reader !== undefined && reader.subscriptionId !== subscriptionId;
    const sharedUntilMs = isOther ? now + REMEMBER_MS : (reader?.sharedUntilMs ?? 0);
    this.#reader.set(topicId, { subscriptionId, sharedUntilMs });
    return sharedUntilMs > now;
  }

  #recall(topicId: string, from: number, to: number): LoadedEvent[] | undefined {
    const topic = this.#topics.get(topicId);
    if (topic === undefined) return undefined;
    const events: LoadedEvent[] = [];
    for (let offset = from; offset <= to; offset += 1) {
      const event = topic.get(offset);
      if (event === undefined) return undefined;
      events.push(event);
    }
    return events;
  }

  #remember(topicId: string, events: readonly LoadedEvent[]): void {
    const bytes = events.reduce((sum, { data }) => sum + data.byteLength + BYTES_AROUND, 0);
    const topic = this.#topics.get(topicId) ?? new Map<number, LoadedEvent>();
    this.#topics.set(topicId, topic);
    for (const event of events) topic.set(event.envelope.offset, event);
    // A copy: whoever works on them takes them out of the list one by one.
    this.#parts.push({ topicId, untilMs: this.#now() + REMEMBER_MS, bytes, events: [...events] });
    this.#bytes += bytes;
    this.#forget();
  }

  #forget(): void {
    const now = this.#now();
    for (let oldest = this.#parts[0]; oldest !== undefined; oldest = this.#parts[0]) {
      if (oldest.untilMs > now && this.#bytes <= MAX_BYTES) return;
      this.#parts.shift();
      this.#bytes -= oldest.bytes;
      const topic = this.#topics.get(oldest.topicId);
      for (const event of oldest.events) {
        const { offset } = event.envelope;
        if (topic?.get(offset) === event) topic.delete(offset);
      }
      if (topic?.size === 0) this.#topics.delete(oldest.topicId);
    }
  }
}
