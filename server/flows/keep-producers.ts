import { v7 as newId } from "uuid";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { Prisma } from "@/prisma/generated/client";
import { seal } from "../credentials/seal";
import type { Deps } from "../deps";
import { hashAddressKey, makeAddressKey } from "../gateway/address-key";

/**
 * Gives every producer of a draft its row and its address. One address for ever: a producer that was removed keeps
 * its row, so that undo, an old revision or the same file bring back the same address.
 */
export async function keepProducers(
  tx: Prisma.TransactionClient,
  env: Pick<Deps["env"], "MILLRACE_SECRET">,
  flow: { readonly id: string; readonly workspaceId: string },
  document: FlowDocument,
): Promise<void> {
  const present = await tx.producer.findMany({ where: { flowId: flow.id }, select: { nodeId: true } });
  const known = new Set(present.map(({ nodeId }) => nodeId));
  const missing = document.producers.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return;
  await tx.producer.createMany({
    data: missing.map(({ id: nodeId, type }) => {
      const id = newId();
      const key = makeAddressKey();
      const binding = { purpose: "producer-key", workspaceId: flow.workspaceId, id } as const;
      return {
        id,
        workspaceId: flow.workspaceId,
        flowId: flow.id,
        nodeId,
        type,
        keyHash: hashAddressKey(key),
        keySealed: seal(env.MILLRACE_SECRET, binding, key),
      };
    }),
    skipDuplicates: true,
  });
}
