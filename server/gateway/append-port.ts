import type { EventDraft } from "@/flow/event/event-envelope";

/** What the gateway hands to the log, and what it gets back, in the same order. */
export interface AppendItem {
  readonly draft: EventDraft;
  readonly producerId?: string | undefined;
}
export type AppendOutcome =
  | { readonly kind: "stored" | "duplicate"; readonly offset: number }
  | { readonly kind: "conflict" };

/** Stores events in a topic and resolves after the commit. */
export type AppendEvents = (
  topicId: string,
  items: readonly AppendItem[],
) => Promise<readonly AppendOutcome[]>;
