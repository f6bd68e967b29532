import * as z from "zod";
import { replayTargets } from "../replay/list-replays";
import { createTopic } from "../topics/create-topic";
import { getTopic, listTopics } from "../topics/list-topics";
import { drainTopic, pauseTopic, resumeTopic, topicPauseSchema } from "../topics/pause-topic";
import { retentionSchema, setRetention } from "../topics/set-retention";
import { addEndpoint, type RestApp } from "./endpoint";
import { consumerResource, topicResource } from "./resources";

const tag = "Topics";
const none = z.object({});
const oneTopic = z.object({ topic: z.string() });

/** Topics and who reads them. */
export function addTopicEndpoints(app: RestApp): void {
  addEndpoint(app, {
    method: "get",
    path: "/topics",
    operationId: "listTopics",
    tag,
    summary: "All topics by name",
    action: listTopics.action,
    params: none,
    query: none,
    result: z.object({ topics: z.array(topicResource) }),
    handle: async ({ deps, actor }) => ({ topics: writable(await listTopics(deps, actor, {})) }),
  });

  addEndpoint(app, {
    method: "post",
    path: "/topics",
    operationId: "createTopic",
    tag,
    summary: "Make an empty topic",
    description: "Topics of a flow are made when it is deployed; this is for sending without a flow.",
    action: createTopic.action,
    params: none,
    query: none,
    body: createTopic.input,
    status: 201,
    result: z.object({ name: z.string() }),
    handle: ({ deps, actor, body }) => createTopic(deps, actor, body),
  });

  addEndpoint(app, {
    method: "get",
    path: "/topics/{topic}",
    operationId: "getTopic",
    tag,
    summary: "One topic",
    action: getTopic.action,
    params: oneTopic,
    query: none,
    result: topicResource,
    handle: async ({ deps, actor, params }) => writableOne(await getTopic(deps, actor, params)),
  });

  addEndpoint(app, {
    method: "put",
    path: "/topics/{topic}/retention",
    operationId: "setRetention",
    tag,
    summary: "How long a topic keeps its events",
    description:
      "What a lagging consumer, a waiting delivery or a replay still needs stays until it is through.",
    action: setRetention.action,
    params: oneTopic,
    query: none,
    body: retentionSchema,
    result: retentionSchema,
    handle: ({ deps, actor, params, body }) => setRetention(deps, actor, { ...params, ...body }),
  });

  for (const [verb, useCase, summary] of [
    ["pause", pauseTopic, "Hand out nothing more from a topic; senders are accepted, their events wait"],
    ["drain", drainTopic, "Hand out nothing new from a topic; what is open is finished, then it is paused"],
    ["resume", resumeTopic, "Let a topic hand out events again"],
  ] as const) {
    addEndpoint(app, {
      method: "post",
      path: `/topics/{topic}/${verb}`,
      operationId: `${verb}Topic`,
      tag,
      summary,
      action: useCase.action,
      params: oneTopic,
      query: none,
      result: z.object({ pause: topicPauseSchema }),
      handle: ({ deps, actor, params }) => useCase(deps, actor, params),
    });
  }

  addEndpoint(app, {
    method: "get",
    path: "/topics/{topic}/consumers",
    operationId: "listConsumers",
    tag,
    summary: "Deployed consumers that react to a topic: whom a replay can run through",
    action: replayTargets.action,
    params: oneTopic,
    query: none,
    result: z.object({ consumers: z.array(consumerResource) }),
    handle: async ({ deps, actor, params }) => {
      await getTopic(deps, actor, params);
      return { consumers: await replayTargets(deps, actor, { topics: [params.topic] }) };
    },
  });
}

type ReadTopic = Awaited<ReturnType<typeof getTopic>>;

function writableOne(topic: ReadTopic) {
  return {
    ...topic,
    heldBackBy: [...topic.heldBackBy],
    publishedBy: [...topic.publishedBy],
    readBy: [...topic.readBy],
  };
}

function writable(topics: readonly ReadTopic[]) {
  return topics.map(writableOne);
}
