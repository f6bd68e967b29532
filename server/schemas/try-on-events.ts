import * as z from "zod";
import type { SchemaFailure } from "@/flow/schema/failure";
import { AppError } from "../app-error";
import { readEvents } from "../log/read";
import { useCase } from "../use-case";
import { failuresOf } from "./hold-to-schema";
import { readSchema } from "./read-schema";
import { schemaSourceSchema } from "./schema-names";
import { checkUsable, validatorOf } from "./validator";

/** How the last events of a topic would fare under a schema. */
export interface EventTrial {
  readonly checked: number;
  readonly unfit: number;
  /** By first failing field and rule, the most frequent first. */
  readonly groups: readonly (SchemaFailure & { readonly count: number; readonly exampleOffset: number })[];
}

/** Time that reading and checking may take; what was checked until then is the answer. */
const maxTrialMs = 5_000;
const pageSize = 100;

/**
 * Holds the last events of a topic against a schema that is only written so far: what would break.
 * @throws AppError `not-found`; `bad-input` when the schema cannot be read
 */
export const tryOnEvents = useCase(
  "event.read",
  schemaSourceSchema.extend({
    topic: z.string().min(1).max(80),
    last: z.number().int().min(1).max(10_000).default(1_000),
  }),
  async ({ db, pool }, { workspaceId }, { topic: name, last, ...source }): Promise<EventTrial> => {
    const topic = await db.topic.findUnique({
      where: { workspaceId_name: { workspaceId, name } },
      include: { head: true },
    });
    if (topic === null) throw new AppError("not-found", `There is no topic \`${name}\` here.`);
    const schema = await readSchema(db, workspaceId, source);
    checkUsable(schema);
    const validator = validatorOf(schema);
    const groups = new Map<string, SchemaFailure & { count: number; exampleOffset: number }>();
    const endMs = performance.now() + maxTrialMs;
    const head = Number(topic.head?.head ?? 0);
    let checked = 0;
    let unfit = 0;
    let after = Math.max(0, head - last);
    while (after < head && performance.now() < endMs) {
      const events = await readEvents(pool, topic.id, after, pageSize);
      for (const { envelope, data } of events) {
        checked += 1;
        const [failure] = failuresOf(validator, envelope.contentType, data);
        if (failure === undefined) continue;
        unfit += 1;
        const key = `${failure.keyword} ${failure.pointer}`;
        const group = groups.get(key) ?? { ...failure, count: 0, exampleOffset: envelope.offset };
        groups.set(key, { ...group, count: group.count + 1 });
      }
      after = events.at(-1)?.envelope.offset ?? head;
    }
    return { checked, unfit, groups: [...groups.values()].sort((a, b) => b.count - a.count).slice(0, 100) };
  },
);
