import type { Queryable } from "../log/queryable";
import { bucketOf } from "./latency";

const addSql = `
  INSERT INTO latency_span AS l (subscription_id, minutes, start, counts)
  SELECT n.id, s.minutes, date_trunc(s.unit, clock_timestamp()), n.counts::int[]
  FROM unnest($1::uuid[], $2::text[]) AS n (id, counts) CROSS JOIN (VALUES (1, 'minute'), (60, 'hour')) AS s (minutes, unit)
  -- In one order, as several processes write at once.
  ORDER BY n.id, s.minutes
  ON CONFLICT (subscription_id, minutes, start) DO UPDATE SET counts = (
    SELECT array_agg(coalesce(known, 0) + coalesce(new, 0) ORDER BY bucket)
    FROM unnest(l.counts, excluded.counts) WITH ORDINALITY AS c (known, new, bucket))`;

/** What a process counts of how long deliveries took, until it writes that down. A crash costs some seconds of figures. */
export class LatencyLog {
  #counts = new Map<string, number[]>();

  /** Counts the first attempt of a live delivery, by the time since its event was stored. */
  note(subscriptionId: string, ms: number): void {
    let counts = this.#counts.get(subscriptionId);
    if (counts === undefined) {
      counts = [];
      this.#counts.set(subscriptionId, counts);
    }
    const bucket = bucketOf(ms);
    while (counts.length <= bucket) counts.push(0);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }

  /** Writes down what was counted; what cannot be written is forgotten, as it would belong to another minute. */
  async write(db: Queryable): Promise<void> {
    if (this.#counts.size === 0) return;
    const noted = [...this.#counts];
    this.#counts = new Map();
    await db.query({
      name: "millrace-latencies",
      text: addSql,
      values: [noted.map(([id]) => id), noted.map(([, counts]) => `{${counts.join(",")}}`)],
    });
  }
}
