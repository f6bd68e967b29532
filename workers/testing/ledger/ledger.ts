import { expect } from "vitest";
import * as z from "zod";
import type { Order } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import type { Deps } from "@/server/deps";
import { findUnbalanced } from "@/server/log/accounting";
import { makeWorkspace } from "@/server/testing/write-events";
import { deliveryIdOf } from "../../deliver/delivery-id";
import { deployDocument, topicIdOf } from "../engine-fixture";
import { endings, type LedgerModel } from "./model";

const batchRow = z.object({
  id: z.coerce.number(),
  kind: z.enum(["log", "due", "replay"]),
  takes: z.number(),
  size: z.number(),
  is_blocked: z.boolean(),
  work_micros: z.number(),
  offsets: z.array(z.coerce.number()),
});
export type LedgerBatch = z.output<typeof batchRow>;

const deliveryRow = z.object({
  offset: z.coerce.number(),
  status: z.string(),
  batch_id: z.coerce.number().nullable(),
});

/** One consumer of one topic on a real database, without workers: a test plays them. */
export class Ledger {
  readonly deps: Deps;
  readonly actor: Actor;
  /** A worker whose lock is held. All others are dead. */
  readonly livingId: number;
  readonly topicId: string;
  readonly outId: string;
  readonly subscriptionId: string;
  readonly withState: boolean;

  private constructor(
    deps: Deps,
    actor: Actor,
    livingId: number,
    ids: { topicId: string; outId: string; subscriptionId: string },
    withState: boolean,
  ) {
    this.deps = deps;
    this.actor = actor;
    this.livingId = livingId;
    this.topicId = ids.topicId;
    this.outId = ids.outId;
    this.subscriptionId = ids.subscriptionId;
    this.withState = withState;
  }

  static async open(deps: Deps, livingId: number, name: string, withState: boolean): Promise<Ledger> {
    const actor = await makeWorkspace(deps, name);
    await deployDocument(deps, actor, "ledger", Ledger.#document({ mode: "none" }));
    const topicId = await topicIdOf(deps, actor, "in");
    const outId = await topicIdOf(deps, actor, "out");
    const { id } = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    return new Ledger(deps, actor, livingId, { topicId, outId, subscriptionId: id }, withState);
  }

  static #document(order: Order) {
    const document = flowOf("web-address > in > set-fields > out", {
      setfields: { fields: [{ field: "seen", value: true }], keepOthers: true },
    });
    for (const consumer of document.consumers) consumer.order = order;
    return document;
  }

  deploy(order: Order): Promise<void> {
    return deployDocument(this.deps, this.actor, "ledger", Ledger.#document(order));
  }

  deliveryId(offset: number): string {
    return deliveryIdOf(this.subscriptionId, 0, this.topicId, offset);
  }

  async lanes(): Promise<{ id: bigint; workMicros: number }[]> {
    return this.deps.db.lane.findMany({ where: { subscriptionId: this.subscriptionId } });
  }

  async batches(): Promise<LedgerBatch[]> {
    const result = await this.deps.pool.query(
      `SELECT b.id, b.kind, b.takes, b.size, b.blocked_until IS NOT NULL AS is_blocked, l.work_micros,
         CASE WHEN b.kind = 'due' THEN ARRAY(SELECT d."offset" FROM delivery d WHERE d.id = ANY(b.delivery_ids) ORDER BY 1)
              WHEN b.offsets IS NOT NULL THEN b.offsets
              ELSE ARRAY(SELECT generate_series(b.from_offset, b.to_offset)) END AS offsets
       FROM batch b JOIN lane l ON l.id = b.lane_id WHERE b.subscription_id = $1 ORDER BY b.id`,
      [this.subscriptionId],
    );
    return z.array(batchRow).parse(result.rows);
  }

  async #deliveries() {
    const result = await this.deps.pool.query(
      `SELECT "offset", status, batch_id FROM delivery WHERE subscription_id = $1 AND run = 0 ORDER BY "offset"`,
      [this.subscriptionId],
    );
    return z.array(deliveryRow).parse(result.rows);
  }

  async #counts() {
    const { _sum } = await this.deps.db.lane.aggregate({
      where: { subscriptionId: this.subscriptionId },
      _sum: {
        ...{ succeeded: true, filtered: true, dead: true, cancelled: true, discarded: true, expired: true },
        ...{ retrying: true, held: true },
      },
    });
    return Object.fromEntries(Object.entries(_sum).map(([name, n]) => [name, Number(n)]));
  }

  async sum(): Promise<{ value: unknown; version: number }> {
    const row = await this.deps.db.stateEntry.findFirst({ where: { workspaceId: this.actor.workspaceId } });
    return { value: row?.value ?? 0, version: Number(row?.version ?? 0) };
  }

  /** The accounting identity, and that rows, counters and batches are what the model came to. */
  async expectAgreement(model: LedgerModel): Promise<void> {
    // Nobody else is at work: what is read at once is of one moment.
    const [unbalanced, counts, deliveries, batches, published, sum] = await Promise.all([
      findUnbalanced(this.deps.pool),
      this.#counts(),
      this.#deliveries(),
      this.batches(),
      this.deps.db.event.count({ where: { topicId: this.outId } }),
      this.sum(),
    ]);
    expect(unbalanced).toEqual([]);
    expect(counts).toEqual({
      ...Object.fromEntries(endings.map((status) => [status, model.ended[status]])),
      expired: 0,
      retrying: model.rows("retrying").length,
      held: model.rows("held").length,
    });
    const expected = [...model.places].flatMap(([offset, place]): z.output<typeof deliveryRow>[] => {
      if (place.in === "row") return [{ offset, status: place.status, batch_id: null }];
      return place.in === "batch" && place.row !== undefined
        ? [{ offset, status: place.row, batch_id: place.batchId }]
        : [];
    });
    expect(deliveries).toEqual(expected.sort((a, b) => a.offset - b.offset));
    expect(batches.map(({ id, takes, is_blocked, offsets }) => ({ id, takes, is_blocked, offsets }))).toEqual(
      [...model.batches]
        .map(([id, { takes, blocked }]) => ({
          ...{ id, takes, is_blocked: blocked !== undefined },
          offsets: model.inBatch(id),
        }))
        .sort((a, b) => a.id - b.id),
    );
    expect(published).toBe(model.published);
    if (this.withState) expect(sum.value).toBe(model.sum);
  }
}
