import * as z from "zod";
import type { StateAdd } from "@/flow/delivery/pipeline-outcome";
import type { StateChange } from "@/server/log/commit";
import type { Queryable } from "@/server/log/queryable";

interface Entry {
  readonly namespace: string;
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
  readonly #entries = new Map<string, Promise<Entry>>();
  #generation = 0;

  constructor(db: Queryable, workspaceId: string) {
    this.#db = db;
    this.#workspaceId = workspaceId;
  }

  /** Raised whenever what was read before is old. */
  get generation(): number {
    return this.#generation;
  }

  async #read(namespace: string, store: string, key: string): Promise<Entry> {
    const result = await this.#db.query({
      name: "millrace-read-state",
      text: `SELECT value #>> '{}' AS value, version FROM state_entry
             WHERE workspace_id = $1 AND namespace = $2 AND store = $3 AND key = $4`,
      values: [this.#workspaceId, namespace, store, key],
    });
    const row = storedRows.parse(result.rows)[0];
    return { namespace, store, key, value: row?.value ?? 0, version: row?.version ?? 0, pending: 0 };
  }

  #entry(namespace: string, store: string, key: string): Promise<Entry> {
    const name = `${namespace}\u0000${store}\u0000${key}`;
    const known = this.#entries.get(name);
    if (known) return known;
    const reading = this.#read(namespace, store, key);
    this.#entries.set(name, reading);
    reading.catch(() => this.#entries.delete(name));
    return reading;
  }

  /** @param namespace `live`, or a replay's id */
  async readNumber(namespace: string, store: string, key: string): Promise<number> {
    const entry = await this.#entry(namespace, store, key);
    return entry.value + entry.pending;
  }

  /** Remembers what an event that is through has added. */
  async add(namespace: string, adds: readonly StateAdd[]): Promise<void> {
    for (const { store, key, amount } of adds) (await this.#entry(namespace, store, key)).pending += amount;
  }

  /** One change per row for what some events have added. */
  async changesOf(
    adds: readonly { readonly namespace: string; readonly add: StateAdd }[],
  ): Promise<StateChange[]> {
    const changes = new Map<Entry, number>();
    for (const { namespace, add } of adds) {
      const { store, key, amount } = add;
      const entry = await this.#entry(namespace, store, key);
      changes.set(entry, (changes.get(entry) ?? 0) + amount);
    }
    return [...changes].map(([{ namespace, store, key, version }, amount]) => ({
      namespace,
      store,
      key,
      amount,
      version,
    }));
  }

  /** What was pending is stored now. */
  async committed(changes: readonly StateChange[]): Promise<void> {
    for (const { namespace, store, key, amount } of changes) {
      const entry = await this.#entry(namespace, store, key);
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
