import { type AppendItem, type AppendOutcome, append } from "./append";
import { isRefusal } from "./is-refusal";
import type { Queryable } from "./queryable";

interface Waiting {
  readonly item: AppendItem;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (reason: unknown) => void;
}

/** Bounds of one append: beyond them a larger group only makes everybody wait longer. */
const MAX_ITEMS = 1_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** Appends that share commits. */
export interface GroupAppend {
  /**
   * Resolves when the event is durable.
   * @throws as `append`; an event that PostgreSQL refuses fails alone, never its neighbours
   */
  append(topicId: string, item: AppendItem): Promise<AppendOutcome>;
  /** The same for events that came together: in their order, though not all or nothing. They fill one commit, not two. */
  appendAll(topicId: string, items: readonly AppendItem[]): Promise<AppendOutcome[]>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

function takeGroup(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const { item } of waiting) {
    bytes += item.draft.data.byteLength;
    if (count > 0 && (count >= MAX_ITEMS || bytes > MAX_BYTES)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

/**
 * Group commit without a timer: while one append of a topic is under way its arrivals collect, and all
 * of them go as the next one. So a lone event waits for nobody, and under load many share one commit.
 * @param onStored told after each commit that made the log of a topic longer
 */
export function createGroupAppend(db: Queryable, onStored: (topicId: string) => void): GroupAppend {
  const queues = new Map<string, Waiting[]>();
  const runs = new Set<Promise<void>>();

  async function commit(topicId: string, group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await append(
        db,
        topicId,
        group.map(({ item }) => item),
      );
      if (outcomes.some(({ kind }) => kind === "stored")) onStored(topicId);
      group.forEach((waiting, index) => {
        const outcome = outcomes[index];
        if (outcome) waiting.resolve(outcome);
        else waiting.reject(new Error("The log gave no outcome for an event."));
      });
    } catch (error) {
      if (group.length === 1 || !isRefusal(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      // One of them cannot be stored: halve until it stands alone.
      const middle = Math.ceil(group.length / 2);
      await commit(topicId, group.slice(0, middle));
      await commit(topicId, group.slice(middle));
    }
  }

  async function run(topicId: string, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) await commit(topicId, takeGroup(waiting));
    queues.delete(topicId);
  }

  function appendAll(topicId: string, items: readonly AppendItem[]): Promise<AppendOutcome[]> {
    const underWay = queues.get(topicId);
    const waiting = underWay ?? [];
    const outcomes = items.map(
      (item) => new Promise<AppendOutcome>((resolve, reject) => waiting.push({ item, resolve, reject })),
    );
    if (underWay === undefined && waiting.length > 0) {
      queues.set(topicId, waiting);
      const running = run(topicId, waiting).finally(() => runs.delete(running));
      runs.add(running);
    }
    return Promise.all(outcomes);
  }

  return {
    append: async (topicId, item) => {
      const [outcome] = await appendAll(topicId, [item]);
      if (outcome === undefined) throw new Error("The log gave no outcome for an event.");
      return outcome;
    },
    appendAll,
    idle: async () => {
      while (runs.size > 0) await Promise.all(runs);
    },
  };
}
