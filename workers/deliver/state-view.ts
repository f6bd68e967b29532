import * as z from "zod";
import type { StateWrite } from "@/flow/delivery/pipeline-outcome";
import type { StateRow } from "@/server/log/commit";
import type { Queryable } from "@/server/log/queryable";

interface Entry {
  readonly namespace: string;
  readonly store: string;
  readonly key: string;
  /** As the database has it, for all that is known; 0: there is no row. */
  version: number;
  /** With what events that are through have written. */
  value: unknown;
  /** Raised with every write. */
  edition: number;
}

const storedRows = z.array(
  z.object({ value: z.unknown().optional(), is_removed: z.boolean(), version: z.coerce.number() }),
);

/** What the delivery of one event reads and writes of the state. */
export class StateSession {
  readonly namespace: string;
  readonly #view: StateView;
  /** The editions that it has seen. */
  readonly #seen = new Map<Entry, number>();
  readonly #generation: number;

  constructor(view: StateView, namespace: string) {
    this.#view = view;
    this.namespace = namespace;
    this.#generation = view.generation;
  }

  async read(store: string, key: string): Promise<unknown> {
    const entry = await this.#view.entry(this.namespace, store, key);
    if (!this.#seen.has(entry)) this.#seen.set(entry, entry.edition);
    return entry.value;
  }

  /** Whether everything that it has read is still as it was. */
  get isCurrent(): boolean {
    if (this.#seen.size === 0) return true;
    if (this.#generation !== this.#view.generation) return false;
    for (const [entry, edition] of this.#seen) if (entry.edition !== edition) return false;
    return true;
  }

  /** The rows that it has read. */
  get entries(): Iterable<Entry> {
    return this.#seen.keys();
  }

  /** Shows others of this batch what it writes. Every row that is written was read. */
  apply(writes: readonly StateWrite[]): void {
    for (const { store, key, value } of writes) {
      const entry = this.#entryOf(store, key);
      entry.value = value;
      entry.edition += 1;
    }
  }

  #entryOf(store: string, key: string): Entry {
    for (const entry of this.#seen.keys()) if (entry.store === store && entry.key === key) return entry;
    throw new Error(`The state ${store} ${key} was written before it was read.`);
  }
}

/** Keyed state as one batch sees it: what is stored, and what its own events have written. */
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

  /** @param namespace `live`, or a replay's id */
  session(namespace: string): StateSession {
    return new StateSession(this, namespace);
  }

  async #read(namespace: string, store: string, key: string): Promise<Entry> {
    const result = await this.#db.query({
      name: "millrace-read-state",
      text: `SELECT value, is_removed, version FROM state_entry
             WHERE workspace_id = $1 AND namespace = $2 AND store = $3 AND key = $4`,
      values: [this.#workspaceId, namespace, store, key],
    });
    const row = storedRows.parse(result.rows)[0];
    const value = row === undefined || row.is_removed ? undefined : row.value;
    return { namespace, store, key, value, version: row?.version ?? 0, edition: 0 };
  }

  /** A row, read once. */
  entry(namespace: string, store: string, key: string): Promise<Entry> {
    const name = `${namespace}\u0000${store}\u0000${key}`;
    const known = this.#entries.get(name);
    if (known) return known;
    const reading = this.#read(namespace, store, key);
    this.#entries.set(name, reading);
    reading.catch(() => this.#entries.delete(name));
    return reading;
  }

  /** What a commit of some deliveries must check and write, each row once. */
  rowsOf(
    delivered: readonly {
      readonly state?: StateSession | undefined;
      readonly result: { readonly deliveryId: string };
      readonly stateWrites: readonly StateWrite[];
    }[],
  ): { readonly rows: StateRow[]; readonly entries: ReadonlyMap<StateRow, Entry> } {
    const rows = new Map<Entry, StateRow>();
    for (const { state, result, stateWrites } of delivered) {
      for (const entry of state?.entries ?? []) {
        const { namespace, store, key, version } = entry;
        const row: StateRow = rows.get(entry) ?? { namespace, store, key, version };
        const own = stateWrites.filter((write) => write.store === store && write.key === key);
        const write = own.reduce((before, next) => joined(before, next, result.deliveryId), row.write);
        rows.set(entry, { ...row, write });
      }
    }
    return { rows: [...rows.values()], entries: new Map([...rows].map(([entry, row]) => [row, entry])) };
  }

  /** Somebody else has changed a row: read everything again. */
  forget(): void {
    this.#generation += 1;
    this.#entries.clear();
  }
}

/** One write of a row instead of two. */
function joined(
  before: StateRow["write"],
  next: StateWrite,
  deliveryId: string,
): NonNullable<StateRow["write"]> {
  const { value, expiresAt, alarm } = next;
  if (value === undefined) return { value };
  if (alarm?.kind === "set") {
    const { checkpoint } = next;
    return { value, expiresAt, alarm: { kind: "set", at: alarm.at, deliveryId, checkpoint } };
  }
  const earlier = before?.alarm;
  // What is set and rings before it is stored is due from the beginning.
  if (alarm?.kind === "ring" && earlier?.kind === "set") {
    return { value, expiresAt, alarm: { ...earlier, at: new Date(0) } };
  }
  const isRemoved = before !== undefined && before.value === undefined;
  return { value, expiresAt, alarm: alarm ?? (isRemoved ? { kind: "clear" } : earlier) };
}

/** What was pending is stored now. */
export function markCommitted(entries: ReadonlyMap<StateRow, Entry>): void {
  for (const [row, entry] of entries) if (row.write) entry.version += 1;
}
