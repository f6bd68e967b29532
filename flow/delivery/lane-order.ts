import type { DeliveryStatus } from "./delivery-status";

/** What an ordered consumer does when an event is given up, other than to go on with the next one. */
export type WhenGivenUp = "park" | "stop";

/** An event of a batch as its order sees it. */
export interface Place {
  readonly offset: number;
  /** Null: nothing has to wait for it but what waits for everything. */
  readonly key: string | null;
  /** An earlier event of its key is not through, so that it has to wait. */
  readonly isBehind: boolean;
}

const through: ReadonlySet<DeliveryStatus> = new Set(["succeeded", "filtered", "cancelled", "discarded"]);

/**
 * Decides for the events of one batch of an ordered consumer, which come one after the other, whether each may run, and
 * what the end of one means for those behind it.
 */
export class LaneOrder {
  readonly #whenGivenUp: WhenGivenUp | undefined;
  /** They were handed out before: each is what others wait for, or waits itself. */
  readonly #isDue: boolean;
  readonly #places = new Map<number, Place>();
  readonly #waiting = new Set<string>();
  #isStopped = false;

  constructor(whenGivenUp: WhenGivenUp | undefined, isDue: boolean) {
    this.#whenGivenUp = whenGivenUp;
    this.#isDue = isDue;
  }

  /** The consumer stops here: no event of the batch runs after this one. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  learn(places: readonly Place[]): void {
    for (const place of places) this.#places.set(place.offset, place);
  }

  /** Forgets everything; what was noted did not happen. */
  forget(): void {
    this.#places.clear();
    this.#waiting.clear();
    this.#isStopped = false;
  }

  /** The key behind which an event has to wait; undefined: it may run. Asked in the order of the offsets. */
  waitsFor(offset: number): string | undefined {
    const place = this.#places.get(offset);
    if (place === undefined || place.key === null) return undefined;
    if (place.isBehind) this.#waiting.add(place.key);
    return this.#waiting.has(place.key) ? place.key : undefined;
  }

  /** What became of an event that ran. */
  note(offset: number, status: DeliveryStatus): void {
    if (through.has(status)) return;
    const key = this.#places.get(offset)?.key ?? null;
    if (this.#isDue) {
      if (key !== null) this.#waiting.add(key);
      return;
    }
    if (status !== "dead") return;
    if (this.#whenGivenUp === "stop") this.#isStopped = true;
    if (this.#whenGivenUp === "park" && key !== null) this.#waiting.add(key);
  }

  /** The key that an event parks by this end. */
  parks(offset: number, status: DeliveryStatus): string | undefined {
    if (this.#isDue || status !== "dead" || this.#whenGivenUp !== "park") return undefined;
    return this.#places.get(offset)?.key ?? undefined;
  }

  /** Whether the consumer stops at an event that ends like this. */
  stopsAt(status: DeliveryStatus): boolean {
    return !this.#isDue && status === "dead" && this.#whenGivenUp === "stop";
  }
}
