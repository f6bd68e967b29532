import * as z from "zod";
import { AppError } from "../app-error";
import { cancelReplay, pauseReplay, resumeReplay, startReplay } from "../replay/change-replay";
import { getReplay, listReplays, replayTargets } from "../replay/list-replays";
import { planReplay } from "../replay/plan-replay";
import { paceSchema } from "../replay/replay-schemas";
import { addEndpoint, type RestApp } from "./endpoint";
import { queryNumber } from "./query-number";
import { replayResource } from "./resources";

const tag = "Replays";
const none = z.object({});
const oneReplay = z.object({ id: z.uuid() });
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const offset = z.int().min(1);

const planBody = z.object({
  name: z.string().trim().min(1).max(120),
  events: z
    .array(
      z.union([
        z.object({ topic: z.string(), offsets: z.array(offset).min(1).max(10_000) }),
        z.object({ topic: z.string(), fromOffset: offset, toOffset: offset }),
        z.object({ topic: z.string(), from: instant, to: instant }),
      ]),
    )
    .min(1)
    .max(50)
    .meta({
      description: "Which stored events: by offsets, by a range of offsets, or by the time they came.",
    }),
  consumers: z.array(z.uuid()).min(1).max(200).optional().meta({
    description: "Subscription ids (see the consumers of a topic); absent: all that react to the topics.",
  }),
  withOutsideEffects: z.boolean().default(false).meta({
    description: "Steps that act on the world outside really do; else they say what they would have done.",
  }),
  stopAfterFailures: z.int().min(1).max(1_000_000).optional().meta({
    description: "It pauses by itself when so many deliveries were given up.",
  }),
  reason: z.string().trim().max(500).default("").meta({ description: "Why; kept with it." }),
  isDryRun: z.boolean().default(false).meta({
    description: "Only compare what would come of it with what came of it the first time.",
  }),
  isCompared: z.boolean().default(false).meta({
    description: "Compare every delivery with the first one of its event. A dry run always does.",
  }),
  revision: z.enum(["current", "original", "draft"]).default("current").meta({
    description:
      "What the events run through: what is live, what they ran through then, or the draft (dry run only).",
  }),
  pace: paceSchema.default({ kind: "asFast" }).meta({
    description:
      "As fast as slots are free, so many events per second in all, or with the spacing in which they came, `speed` times faster.",
  }),
  start: z.boolean().default(true).meta({ description: "False: only plan it." }),
});

/** Replays: plan, start, follow, stop. */
export function addReplayEndpoints(app: RestApp): void {
  addEndpoint(app, {
    method: "get",
    path: "/replays",
    operationId: "listReplays",
    tag,
    summary: "Replays with their progress, newest first",
    action: listReplays.action,
    params: none,
    query: z.object({ limit: queryNumber(1, 200).default(100) }),
    result: z.object({ replays: z.array(replayResource) }),
    handle: async ({ deps, actor, query }) => ({ replays: await listReplays(deps, actor, query) }),
  });

  addEndpoint(app, {
    method: "post",
    path: "/replays",
    operationId: "createReplay",
    tag,
    summary: "Run stored events again",
    action: planReplay.action,
    params: none,
    query: none,
    body: planBody,
    status: 201,
    result: replayResource,
    handle: async ({ deps, actor, body }) => {
      const {
        name,
        reason,
        events: parts,
        withOutsideEffects,
        isDryRun,
        isCompared,
        revision,
        stopAfterFailures,
        pace,
      } = body;
      const topics = [...new Set(parts.map(({ topic }) => topic))];
      const subscriptionIds =
        body.consumers ??
        (await replayTargets(deps, actor, { topics })).map((target) => target.subscriptionId);
      if (subscriptionIds.length === 0) {
        throw new AppError("bad-input", `No deployed consumer reacts to ${topics.join(", ")}.`);
      }
      const { id } = await planReplay(deps, actor, {
        name,
        reason,
        selection: { parts },
        options: {
          subscriptionIds,
          withOutsideEffects,
          isDryRun,
          isCompared,
          revision,
          stopAfterFailures,
          pace,
        },
      });
      if (body.start) await startReplay(deps, actor, { id });
      return getReplay(deps, actor, { id });
    },
  });

  addEndpoint(app, {
    method: "get",
    path: "/replays/{id}",
    operationId: "getReplay",
    tag,
    summary: "One replay with its progress",
    action: getReplay.action,
    params: oneReplay,
    query: none,
    result: replayResource,
    handle: ({ deps, actor, params }) => getReplay(deps, actor, params),
  });

  for (const [verb, useCase, summary] of [
    ["start", startReplay, "Start a planned replay"],
    ["pause", pauseReplay, "Pause a running replay"],
    ["resume", resumeReplay, "Let a paused replay go on"],
    ["cancel", cancelReplay, "End a replay before its time"],
  ] as const) {
    addEndpoint(app, {
      method: "post",
      path: `/replays/{id}/${verb}`,
      operationId: `${verb}Replay`,
      tag,
      summary,
      action: useCase.action,
      params: oneReplay,
      query: none,
      result: replayResource,
      handle: async ({ deps, actor, params }) => {
        await useCase(deps, actor, params);
        return getReplay(deps, actor, params);
      },
    });
  }
}
