import type { DeliveryStatus } from "@/flow/delivery/delivery-status";
import type { TakenBatch } from "@/server/log/take";

export const endings = ["succeeded", "filtered", "dead", "cancelled", "discarded"] as const;
export type Ending = (typeof endings)[number];
/** Waits for another try. */
export type Open = "retrying" | "held";

/** Where one event of the topic is on its way through the consumer. */
export type Place =
  /** Past the cursors. */
  | { readonly in: "log" }
  /** A cursor was moved over it. */
  | { readonly in: "nowhere" }
  /** Handed out; `row`: it was tried before, or waits in its batch. */
  | { readonly in: "batch"; readonly batchId: number; readonly row: Open | undefined }
  | { readonly in: "row"; readonly status: DeliveryStatus; readonly isDue: boolean };

interface ModelBatch {
  takes: number;
  takenBy: "living" | "dead" | undefined;
  /** Blocked until now or until later. */
  blocked: "due" | "later" | undefined;
}

/** A batch in the hands of somebody who may have died, or been forgotten, meanwhile. */
export interface Held {
  readonly batch: TakenBatch;
  /** Offsets that are not committed. */
  open: number[];
  /** Those that had a row when it was taken. */
  readonly known: ReadonlySet<number>;
}

/** What the ledger must come to, without lanes and cursors: a batch holds what waited, and only that. */
export class LedgerModel {
  /** By id of the event: its offset. */
  readonly offsets = new Map<string, number>();
  readonly places = new Map<number, Place>();
  readonly batches = new Map<number, ModelBatch>();
  readonly ended: Record<Ending, number> = { succeeded: 0, filtered: 0, dead: 0, cancelled: 0, discarded: 0 };
  published = 0;
  sum = 0;
  isPaused = false;
  /** Jobs that the queue would run, some of them twice or long done. */
  readonly jobs: { batchId: number; take: number }[] = [];
  readonly held: Held[] = [];

  /** Offsets whose place fits, ascending. */
  where(fits: (place: Place) => boolean): number[] {
    return [...this.places].flatMap(([offset, place]) => (fits(place) ? [offset] : [])).sort((a, b) => a - b);
  }

  inBatch(batchId: number): number[] {
    return this.where((place) => place.in === "batch" && place.batchId === batchId);
  }

  rows(status: DeliveryStatus): number[] {
    return this.where((place) => place.in === "row" && place.status === status);
  }

  rowIn(offset: number): Open | undefined {
    const place = this.places.get(offset);
    return place?.in === "batch" ? place.row : undefined;
  }

  end(offset: number, status: Ending): void {
    this.places.set(offset, { in: "row", status, isDue: false });
    this.ended[status] += 1;
  }

  /** Another end for what is dead. */
  leaveDead(offset: number, place: Place): void {
    this.ended.dead -= 1;
    this.places.set(offset, place);
  }

  dropHeld(held: Held): void {
    this.held.splice(this.held.indexOf(held), 1);
  }
}
