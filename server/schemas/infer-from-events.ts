import * as z from "zod";
import { isJsonType } from "@/flow/event/media-type";
import { type InferredNode, inferDesign } from "@/flow/schema-design/infer-design";
import { AppError } from "../app-error";
import type { Deps } from "../deps";
import { storedDocument } from "../flows/stored-document";
import { readEvents } from "../log/read";
import { useCase } from "../use-case";
import { keptPayloads } from "./kept-payloads";

/** What events or samples of a topic have in common. */
export interface EventInference {
  /** How many were read as JSON. */
  readonly read: number;
  /** How many are no JSON. */
  readonly unreadable: number;
  readonly proposal: InferredNode;
}

/** Reading ends here, with what was read until then. */
const maxReadMs = 5_000;
const maxBytes = 32 * 1024 * 1024;
const pageSize = 100;
/** So many flows are searched for samples. */
const maxFlows = 200;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Collects payloads, and counts those that are none. */
class Payloads {
  readonly values: unknown[] = [];
  unreadable = 0;
  #bytes = 0;
  readonly #endMs = performance.now() + maxReadMs;
  readonly #log: Deps["log"];

  constructor(log: Deps["log"]) {
    this.#log = log;
  }

  get isFull(): boolean {
    return this.#bytes >= maxBytes || performance.now() >= this.#endMs;
  }

  add(contentType: string, data: Uint8Array): void {
    this.#bytes += data.length;
    try {
      if (!isJsonType(contentType)) throw new TypeError("not JSON");
      this.values.push(JSON.parse(decoder.decode(data)));
    } catch (error) {
      this.#log.debug({ err: error }, "a payload is not JSON and tells no fields");
      this.unreadable += 1;
    }
  }
}

async function addEvents(
  { db, pool }: Deps,
  workspaceId: string,
  name: string,
  last: number,
  payloads: Payloads,
): Promise<void> {
  const topic = await db.topic.findUnique({
    where: { workspaceId_name: { workspaceId, name } },
    include: { head: true },
  });
  if (topic === null) throw new AppError("not-found", `There is no topic \`${name}\` here.`);
  const head = Number(topic.head?.head ?? 0);
  let after = Math.max(0, head - last);
  while (after < head && !payloads.isFull) {
    const events = await readEvents(pool, topic.id, after, pageSize);
    for (const { envelope, data } of events) payloads.add(envelope.contentType, data);
    after = events.at(-1)?.envelope.offset ?? head;
  }
}

/** Samples that people keep with flows, and what came to producers before their first deployment. */
async function addSamples(
  { db, pool }: Deps,
  workspaceId: string,
  topic: string,
  last: number,
  payloads: Payloads,
): Promise<void> {
  const flows = await db.flow.findMany({
    where: { workspaceId, deletedAt: null },
    orderBy: { name: "asc" },
    take: maxFlows,
    select: { id: true, draft: true },
  });
  const sources: { flowId: string; nodeId: string }[] = [];
  for (const { id: flowId, draft } of flows) {
    const { samples, producers } = storedDocument(draft);
    for (const sample of samples) if (sample.topic === topic) payloads.values.push(sample.data);
    sources.push(
      ...producers.filter((producer) => producer.topic === topic).map(({ id }) => ({ flowId, nodeId: id })),
    );
  }
  const kept = await keptPayloads(pool, workspaceId, sources);
  for (const { contentType, data } of kept.slice(0, last)) payloads.add(contentType, data);
}

/**
 * Proposes a schema from the last events of a topic, or from the samples that are kept for it, for review: types, in how
 * many each field is, formats and lists of values. Samples may be there before the topic is.
 * @throws AppError `not-found`
 */
export const inferFromEvents = useCase(
  "event.read",
  z.object({
    topic: z.string().min(1).max(80),
    from: z.enum(["events", "samples"]).default("events"),
    last: z.number().int().min(1).max(1_000).default(200),
  }),
  async (deps, { workspaceId }, { topic, from, last }): Promise<EventInference> => {
    const payloads = new Payloads(deps.log);
    const add = from === "events" ? addEvents : addSamples;
    await add(deps, workspaceId, topic, last, payloads);
    const { values, unreadable } = payloads;
    return { read: values.length, unreadable, proposal: inferDesign(values) };
  },
);
