import * as z from "zod";
import { isJsonType } from "@/flow/event/media-type";
import { type InferredNode, inferDesign } from "@/flow/schema-design/infer-design";
import { AppError } from "../app-error";
import { readEvents } from "../log/read";
import { useCase } from "../use-case";

/** What the last events of a topic have in common. */
export interface EventInference {
  /** Events that were read as JSON. */
  readonly read: number;
  /** Events that are no JSON. */
  readonly unreadable: number;
  readonly proposal: InferredNode;
}

/** Reading ends here, with what was read until then. */
const maxReadMs = 5_000;
const maxBytes = 32 * 1024 * 1024;
const pageSize = 100;

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Proposes a schema from the last events of a topic, for review: types, in how many each field is, formats and lists
 * of values.
 * @throws AppError `not-found`
 */
export const inferFromEvents = useCase(
  "event.read",
  z.object({ topic: z.string().min(1).max(80), last: z.number().int().min(1).max(1_000).default(200) }),
  async ({ db, pool, log }, { workspaceId }, { topic: name, last }): Promise<EventInference> => {
    const topic = await db.topic.findUnique({
      where: { workspaceId_name: { workspaceId, name } },
      include: { head: true },
    });
    if (topic === null) throw new AppError("not-found", `There is no topic \`${name}\` here.`);
    const endMs = performance.now() + maxReadMs;
    const head = Number(topic.head?.head ?? 0);
    const payloads: unknown[] = [];
    let unreadable = 0;
    let bytes = 0;
    let after = Math.max(0, head - last);
    while (after < head && bytes < maxBytes && performance.now() < endMs) {
      const events = await readEvents(pool, topic.id, after, pageSize);
      for (const { envelope, data } of events) {
        bytes += data.length;
        try {
          if (!isJsonType(envelope.contentType)) throw new TypeError("not JSON");
          payloads.push(JSON.parse(decoder.decode(data)));
        } catch (error) {
          log.debug({ err: error }, "a payload is not JSON and tells no fields");
          unreadable += 1;
        }
      }
      after = events.at(-1)?.envelope.offset ?? head;
    }
    return { read: payloads.length, unreadable, proposal: inferDesign(payloads) };
  },
);
