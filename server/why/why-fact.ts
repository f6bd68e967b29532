import type { DeliveryStatus } from "@/flow/delivery/delivery-status";

/** What a consumer that has nothing recorded about an event waits for. */
export type WaitFor =
  | { readonly kind: "topic-paused"; readonly by: string | null; readonly at: Date | null }
  | { readonly kind: "flow-paused" }
  | { readonly kind: "consumer-paused" }
  | { readonly kind: "draining" }
  /** It stopped at an earlier event that was given up. */
  | { readonly kind: "stopped"; readonly offset: number | null; readonly at: Date }
  /** Its destination is down; until then nobody tries. */
  | { readonly kind: "breaker"; readonly destination: string; readonly reason: string; readonly until: Date }
  | { readonly kind: "rate"; readonly until: Date }
  /** With order kept, an earlier event of its lane is tried again then. */
  | { readonly kind: "earlier"; readonly offset: number; readonly until: Date }
  | { readonly kind: "no-worker" }
  /** Its turn has not come. */
  | { readonly kind: "queue"; readonly before: number };

/** What became of one event at one consumer, or why nothing did. */
export type WhyFact =
  | {
      readonly kind: "delivery";
      readonly deliveryId: string;
      /** 0: live; else the number of a replay. */
      readonly run: number;
      readonly status: DeliveryStatus;
      readonly reason: string | null;
      readonly message: string | null;
      /** Of the step where it stopped, as people call it. */
      readonly step: string | null;
      /** Of the present policy round, and how many that may be; null when the revision cannot be read. */
      readonly attempts: number;
      readonly maxAttempts: number | null;
      readonly dueAt: Date | null;
      readonly finishedAt: Date | null;
      readonly durationMs: number;
    }
  /** Handed out, and not done yet. */
  | { readonly kind: "running"; readonly since: Date | null }
  | { readonly kind: "waiting"; readonly for: WaitFor }
  /** It began after the event had come, with new events only. */
  | { readonly kind: "began-later"; readonly at: Date }
  | { readonly kind: "removed"; readonly at: Date }
  /** Somebody moved it to a later place in the topic. */
  | { readonly kind: "moved-past" };

/** One consumer of the event's topic. */
export interface WhyConsumer {
  readonly subscriptionId: string;
  readonly consumerId: string;
  readonly consumerName: string;
  readonly flowSlug: string;
  readonly flowName: string;
  readonly fact: WhyFact;
}

/** A consumer that stands in a draft alone, and so was never offered the event. */
export interface DraftConsumer {
  readonly consumerName: string;
  readonly flowSlug: string;
  readonly flowName: string;
}
