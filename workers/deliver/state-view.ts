import * as z from "zod";
import type { StateAdd } from "@/flow/delivery/pipeline-outcome";
import type { StateChange } from "@/server/log/commit";
import type { Queryable } from "@/server/log/queryable";

interface Entry {
  readonly store: string;
  readonly key: string;
  /** As the database had it, plus what this batch has committed since. */
  value: number;
  version: number;
  /** Added by events that are through but not committed. */
  pending: number;
}

const storedRows = z.array(z.object({ value: z.coerce.number(), version: z.coerce.number() }));

/** Numbers kept by key as one batch sees them: what is stored, and what its own events have added. */
export class StateView {
  readonly #db: Queryable;
  readonly #workspaceId: string;
  readonly #namespace: string;
  readonly #entries = new Map<string, Promise<Entry>>();
  #generation = 0;

  constructor(db: Queryable, workspaceId: string, namespace: string) {
    this.#db = db;
    this.#workspaceId = workspaceId;
    this.#namespace = namespace;
  }

  /** Raised whenever what was read before is old. */
  get generation(): number {
    return this.#generation;
  }

  async #read(store: string, key: string): Promise<Entry> {
    const result = await this.#db.query({
      name: "millrace-read-state",
      text: `SELECT value #>> '{}' AS value, version FROM state_entry
             WHERE workspace_id = $1 AND namespace = $2 AND store = $3 AND key = $4`,
      values: [this.#workspaceId, this.#namespace, store, key],
    });
    const row = storedRows.parse(result.rows)[0];
    return { store, key, value: row?.value ?? 0, version: row?.version ?? 0, pending: 0 };
  }

  #entry(store: string, key: string): Promise<Entry> {
    const name = `${store}\u0000${key}`;
    const known = this.#entries.get(name);
    if (known) return known;
    const reading = this.#read(store, key);
    this.#entries.set(name, reading);
    reading.catch(() => this.#entries.delete(name));
    return reading;
  }

  async readNumber(store: string, key: string): Promise<number> {
    const entry = await this.#entry(store, key);
    return entry.value + entry.pending;
  }

  /** Remembers what an event that is through has added. */
  async add(adds: readonly StateAdd[]): Promise<void> {
    for (const { store, key, amount } of adds) (await this.#entry(store, key)).pending += amount;
  }

  /** One change per row for what some events have added. */
  async changesOf(adds: readonly StateAdd[]): Promise<StateChange[]> {
    const changes = new Map<Entry, number>();
    for (const { store, key, amount } of adds) {
      const entry = await this.#entry(store, key);
      changes.set(entry, (changes.get(entry) ?? 0) + amount);
    }
    return [...changes].map(([{ store, key, version }, amount]) => ({ store, key, amount, version }));
  }

  /** What was pending is stored now. */
  async committed(changes: readonly StateChange[]): Promise<void> {
    for (const { store, key, amount } of changes) {
      const entry = await this.#entry(store, key);
      entry.value += amount;
      entry.pending -= amount;
      entry.version += 1;
    }
  }

  /** Somebody else has changed a row: read everything again. */
  forget(): void {
    this.#generation += 1;
    this.#entries.clear();
  }
}
