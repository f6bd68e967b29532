import { execFileSync } from "node:child_process";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import { deliveryLatency } from "../stage/delivery-latency";
import { percentile } from "../stage/figure";
import type { World } from "./world";

const PER_SECOND = 50;
/** What waits for less than that waits for the machine, which is shared with the sender, the sink and the witness. */
const FLOOR_MS = 25;
const LIMIT = 2;

/** Traffic of somebody who has nothing to do with the harm, through a gateway of its own. */
export interface Bystander {
  /** Sends for some seconds; returns for each event the milliseconds from sending to its committed delivery. */
  delays(seconds: number): Promise<number[]>;
}

/** Makes a bystander in a workspace, with a flow for each time that it is asked: latency is watched from offset 0 on. */
export async function makeBystander({ installation }: World, actor: Actor): Promise<Bystander> {
  const { port } = await installation.startGateway();
  let times = 0;
  return {
    delays: async (seconds) => {
      times += 1;
      // The system would write what was prepared half a minute later, all of it at once, in the middle of something.
      execFileSync("sync");
      const topic = `calm${times}`;
      const document = flowOf(`web-address > ${topic} > set-fields`, {
        setfields: { fields: [{ field: "seen", value: true }] },
      });
      const path = await installation.deploy(topic, document, actor);
      const topicId = await installation.topicId(topic, actor);
      const options = { port, path, topicId, perSecond: PER_SECOND, warmUp: PER_SECOND };
      return deliveryLatency(installation, { ...options, count: PER_SECOND * seconds });
    },
  };
}

/**
 * Notes what a bystander noticed, by the 99th percentile of its delays.
 * @throws Error when it was twice as slow as alone
 */
export function expectCalm({ notes }: World, aloneMs: readonly number[], besideMs: readonly number[]): void {
  const [alone, beside] = [percentile(aloneMs, 0.99), percentile(besideMs, 0.99)];
  notes.push(`p99 of a bystander ${beside.toFixed(0)} ms, ${alone.toFixed(0)} ms alone`);
  if (beside > LIMIT * Math.max(FLOOR_MS, alone))
    throw new Error(`A bystander waited ${beside.toFixed(0)} ms, and alone ${alone.toFixed(0)} ms.`);
}
