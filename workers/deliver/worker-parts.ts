import type { Deps } from "@/server/deps";
import type { DueBatch } from "@/server/log/dispatch";
import type { Announcer } from "@/server/log/notify";
import type { WorkerMetrics } from "@/server/metrics/process-metrics";
import type { RuntimeParts } from "../runtime/step-runtime";
import type { Breakers } from "./breakers";
import type { EventMemory } from "./event-memory";
import type { Gate } from "./gate";
import type { DraftOf, PlanOf } from "./plan-cache";
import type { MayReplayAct } from "./replay-effects";
import type { Thread } from "./thread";
import type { TopicGates } from "./topic-gates";
import type { TakeTurns } from "./turns";

/** What all batches of a workers process share. */
export interface WorkerParts {
  readonly deps: Deps;
  readonly workerId: number;
  readonly runtime: RuntimeParts;
  readonly planOf: PlanOf;
  readonly draftOf: DraftOf;
  readonly mayReplayAct: MayReplayAct;
  readonly topicGates: TopicGates;
  readonly breakers: Breakers;
  readonly announcer: Announcer;
  readonly metrics: WorkerMetrics;
  /** Batches in hand, whose leases are kept. */
  readonly held: Set<number>;
  /** Events of batches, read once for all who want them. */
  readonly events: EventMemory;
  /** What large batches that never call out pass through. */
  readonly gate: Gate;
  /** What batches compute on in turns. */
  readonly thread: Thread;
  /** Events that may have killed a process run alone: only one can be to blame at a time. */
  readonly takeTurns: TakeTurns;
  /** Aborted when the process shall stop: what runs is finished, nothing is begun. */
  readonly stopping: AbortSignal;
  /** Aborted when a stop waits no longer: nothing is committed any more, and whoever takes the batch next begins anew. */
  readonly over: AbortSignal;
  /** There may be something to dispatch for a topic, or anywhere. */
  readonly wake: (topicId?: string) => void;
  /** There may be something of a replay to dispatch for a topic. */
  readonly wakeReplay: (topicId: string) => void;
  /** A small live batch of a topic is done: what waited for that may go on. */
  readonly freed: (topicId: string) => void;
  /** Something is due in so many milliseconds. */
  readonly wakeWithin: (ms: number) => void;
  /** Gives a batch back to the queue. */
  readonly requeue: (batch: DueBatch) => Promise<void>;
}
