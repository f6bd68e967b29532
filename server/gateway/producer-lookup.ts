import * as z from "zod";
import type { ProducerDefinition } from "@/flow/node/producer-definition";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Deps } from "../deps";
import type { TargetTopic } from "../events/accept-request";
import { gateColumns, gateColumnsSchema, gateJoins, topicGateOf } from "../schemas/topic-gate";
import { hashAddressKey, isAddressKey } from "./address-key";

/** A producer that takes events at its address. */
export interface AddressedProducer {
  readonly id: string;
  readonly workspaceId: string;
  readonly workspaceSlug: string;
  readonly definition: ProducerDefinition;
  /** As deployed; before the first deployment, as drawn. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Absent until its flow is deployed. */
  readonly topic?: TargetTopic | undefined;
}

const rowSchema = z.object({
  id: z.string(),
  workspace_id: z.string(),
  workspace_slug: z.string(),
  type: z.string(),
  config: z.record(z.string(), z.unknown()),
  topic_id: z.string().nullable(),
  topic_name: z.string().nullable(),
  ...gateColumnsSchema.shape,
});

const columnsSql = `SELECT p.id, p.workspace_id, w.slug AS workspace_slug, p.type, p.topic_id, t.name AS topic_name, ${gateColumns},
        CASE WHEN p.topic_id IS NOT NULL THEN p.config ELSE coalesce(
          (SELECT drawn->'config' FROM jsonb_array_elements(f.draft->'producers') drawn WHERE drawn->>'id' = p.node_id),
          p.config) END AS config
      FROM producer p
      JOIN flow f ON f.id = p.flow_id AND f.deleted_at IS NULL
      JOIN workspace w ON w.id = p.workspace_id
      LEFT JOIN topic t ON t.id = p.topic_id
      ${gateJoins}`;

function toProducer(raw: unknown): AddressedProducer | undefined {
  const row = rowSchema.optional().parse(raw);
  const definition = row && definitions.producer(row.type);
  if (row === undefined || definition === undefined) return undefined;
  const topic =
    row.topic_id !== null && row.topic_name !== null
      ? { id: row.topic_id, name: row.topic_name, gate: topicGateOf(row) }
      : undefined;
  const { id, workspace_id: workspaceId, workspace_slug: workspaceSlug, config } = row;
  return { id, workspaceId, workspaceSlug, definition, config, topic };
}

async function load(deps: Deps, keyHash: string): Promise<AddressedProducer | undefined> {
  const text = `${columnsSql} WHERE p.key_hash = $1`;
  const { rows } = await deps.pool.query({ name: "gateway-producer", text, values: [keyHash] });
  const producer = toProducer(rows[0]);
  return producer?.definition.entry === "schedule" ? undefined : producer;
}

/** Finds the producer behind an address key; undefined for every key that leads nowhere. */
export async function findProducer(deps: Deps, key: string): Promise<AddressedProducer | undefined> {
  return isAddressKey(key) ? load(deps, hashAddressKey(key)) : undefined;
}

/** The same for one whose id is known, without an address too. */
export async function producerById(deps: Deps, id: string): Promise<AddressedProducer | undefined> {
  const { rows } = await deps.pool.query(`${columnsSql} WHERE p.id = $1`, [id]);
  return toProducer(rows[0]);
}

/** How long a deployed producer is remembered: one look-up a second, however many events come. */
const rememberMs = 1_000;
const maxRemembered = 10_000;

/** The gateway's look-up of address keys. */
export interface ProducerLookup {
  find(key: string): Promise<AddressedProducer | undefined>;
  /** Whether looking for it now may cost the database a question about a key that nobody was found behind before. */
  isCostly(key: string): boolean;
}

/**
 * Makes the gateway's look-up of address keys. Only deployed producers are remembered, so a first deployment
 * works at once and a later one within a second; unknown keys are never remembered.
 */
export function createProducerLookup(deps: Deps): ProducerLookup {
  const known = new Map<
    string,
    { readonly until: number; readonly found: Promise<AddressedProducer | undefined>; isFound: boolean }
  >();
  const find = (key: string): Promise<AddressedProducer | undefined> => {
    if (!isAddressKey(key)) return Promise.resolve(undefined);
    // By the key itself: hashing it for every event would cost more than all else here.
    const remembered = known.get(key);
    if (remembered !== undefined && remembered.until > Date.now()) return remembered.found;
    const found = load(deps, hashAddressKey(key));
    if (known.size >= maxRemembered) known.clear();
    const entry = { until: Date.now() + rememberMs, found, isFound: remembered?.isFound ?? false };
    known.set(key, entry);
    const forget = () => {
      if (known.get(key) === entry) known.delete(key);
    };
    found.then((producer) => {
      if (producer?.topic === undefined) forget();
      else entry.isFound = true;
    }, forget);
    return found;
  };
  const isCostly = (key: string): boolean => {
    const entry = isAddressKey(key) ? known.get(key) : undefined;
    return entry === undefined || !(entry.isFound || entry.until > Date.now());
  };
  return { find, isCostly };
}
