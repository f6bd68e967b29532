import * as z from "zod";
import type { Queryable } from "../log/queryable";

/** What a process can repair by itself, for the whole installation. */
export type ProcessHealing =
  /** Batches whose worker was gone, or whose job the queue had lost, were handed out again. */
  | { readonly kind: "handed-out-again"; readonly orphaned: number; readonly lost: number }
  /** The queue's worker of a process had gone deaf and was made anew. */
  | { readonly kind: "worker-renewed"; readonly process: string };

/** Of a row of `healing`; `breaker-closed` is written where breakers are closed. */
export const healingSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("handed-out-again"), orphaned: z.number(), lost: z.number() }),
  z.object({ kind: z.literal("worker-renewed"), process: z.string() }),
  z.object({ kind: z.literal("breaker-closed"), destination: z.string(), seconds: z.number() }),
]);
export type Healing = z.infer<typeof healingSchema>;

/** Notes what a process has repaired by itself. */
export async function noteHealing(db: Queryable, { kind, ...detail }: ProcessHealing): Promise<void> {
  await db.query("INSERT INTO healing (kind, detail) VALUES ($1, $2)", [kind, JSON.stringify(detail)]);
}
