import { definitions } from "@/nodes/registry/definitions.gen";
import type { Actor } from "../auth/actor";
import { can } from "../auth/can";
import { SealError, unseal } from "../credentials/seal";
import type { Deps } from "../deps";

/** Where a producer of a flow is reached. */
export interface ProducerAddress {
  /** Id of the producer in the document. */
  readonly nodeId: string;
  /** The address events are sent to; absent for producers without one, and for those who may not send. */
  readonly address?: string;
  /** The page of a form. */
  readonly formAddress?: string;
  /** The address cannot be shown: it was sealed with a MILLRACE_SECRET that is gone. It goes on working. */
  readonly isUnreadable?: boolean;
  /** Events that came before the first deployment and are kept as samples. */
  readonly keptSamples: number;
}

/** Addresses of all producers that a flow ever had. An address is a right to send, so it needs `event.send`. */
export async function producerAddresses(
  deps: Deps,
  actor: Actor,
  flowId: string,
): Promise<ProducerAddress[]> {
  const rows = await deps.db.producer.findMany({
    where: { flowId, workspaceId: actor.workspaceId },
    include: { _count: { select: { samples: true } } },
    orderBy: { id: "asc" },
  });
  const maySend = can(actor, "event.send", { workspaceId: actor.workspaceId });
  const { MILLRACE_SECRET, MILLRACE_SECRET_OLD, MILLRACE_URL } = deps.env;
  return rows.map(({ id, nodeId, type, keySealed, _count }) => {
    const entry = definitions.producer(type)?.entry;
    const shown = { nodeId, keptSamples: _count.samples };
    if (!maySend || entry === undefined || entry === "schedule") return shown;
    const binding = { purpose: "producer-key", workspaceId: actor.workspaceId, id } as const;
    let key: string;
    try {
      key = unseal([MILLRACE_SECRET, ...MILLRACE_SECRET_OLD], binding, keySealed);
    } catch (error) {
      // One address that cannot be read must not keep anybody from the flow.
      if (!(error instanceof SealError)) throw error;
      return { ...shown, isUnreadable: true };
    }
    const address = `${MILLRACE_URL}/in/${key}`;
    return entry === "form"
      ? { ...shown, address, formAddress: `${MILLRACE_URL}/f/${key}` }
      : { ...shown, address };
  });
}
