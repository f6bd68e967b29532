import { FLOW_FORMAT } from "@/flow/document/flow-document";
import type { Prisma } from "@/prisma/generated/client";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { hashAddressKey, makeAddressKey } from "../gateway/address-key";
import { makeTopic } from "./write-events";

export interface MadeProducer {
  readonly id: string;
  readonly flowId: string;
  readonly key: string;
  /** Absent for a flow that was never deployed. */
  readonly topicId: string | undefined;
}

/** A flow with one producer and its address, as saving a draft and deploying it leave them. */
export async function makeProducer(
  deps: Deps,
  actor: Actor,
  producer: { type: string; topic?: string; config?: Prisma.InputJsonObject },
): Promise<MadeProducer> {
  const { type, topic, config = {} } = producer;
  const key = makeAddressKey();
  const topicId = topic === undefined ? undefined : await makeTopic(deps, actor, topic);
  const drawn = { id: "p", type, name: "Producer", config };
  const draft = {
    millrace: FLOW_FORMAT,
    name: "Flow",
    producers: [drawn],
    topics: [],
    consumers: [],
    samples: [],
  };
  const flow = await deps.db.flow.create({
    data: { workspaceId: actor.workspaceId, slug: key, name: "Flow", draft, updatedBy: actor.id },
  });
  const { id } = await deps.db.producer.create({
    data: {
      workspaceId: actor.workspaceId,
      flowId: flow.id,
      nodeId: "p",
      type,
      keyHash: hashAddressKey(key),
      keySealed: Buffer.from("sealed"),
      topicId: topicId ?? null,
      config: topicId === undefined ? {} : config,
    },
  });
  return { id, flowId: flow.id, key, topicId };
}
