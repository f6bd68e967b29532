import { createTopic } from "@/server/topics/create-topic";
import { deleteTopic } from "@/server/topics/delete-topic";
import { getTopic, listTopics } from "@/server/topics/list-topics";
import { drainTopic, pauseTopic, resumeTopic } from "@/server/topics/pause-topic";
import { setRetention } from "@/server/topics/set-retention";
import { mutation, query, router } from "../trpc";

/** Topics of the workspace, with or without a flow. */
export const topicsRouter = router({
  list: query(listTopics),
  get: query(getTopic),
  create: mutation(createTopic),
  delete: mutation(deleteTopic),
  setRetention: mutation(setRetention),
  pause: mutation(pauseTopic),
  drain: mutation(drainTopic),
  resume: mutation(resumeTopic),
});
