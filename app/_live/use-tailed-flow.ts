"use client";

import { useEffect, useMemo } from "react";
import { useTRPCClient } from "@/app/_trpc/trpc-context";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { NodeLookup } from "@/flow/node/node-lookup";
import type { FlowReading } from "@/server/live/watch-flow";
import type { TailPosition } from "@/server/live/watch-topics";
import { type LiveFlow, noLiveFlow } from "./live-flow";
import { TailedFlow } from "./tail-flow";

/** Net under figures that did not change: such as the time of a next attempt. */
const outcomesMs = 1_000;
/** Events whose fate is still asked for. */
const maxOpen = 50;

/** Whoever looks at a flow together with others. */
interface Together {
  /** Names this tab for the others. */
  readonly session: string;
  readonly onReading: (reading: FlowReading) => void;
}

interface TailedOptions {
  /** What runs; a flow that does not run has no live data. */
  readonly deployed: FlowDocument | undefined;
  /** Events after these are shown, also those that come before the stream has begun; without it, what comes after that. */
  readonly heads: TailPosition | undefined;
  readonly nodes: NodeLookup;
  readonly together: Together;
}

/** Live data of the deployed revision of a flow, and what others do in it, over one stream. */
export function useTailedFlow(
  workspace: string,
  flow: string,
  { deployed, heads, nodes, together }: TailedOptions,
): LiveFlow {
  const client = useTRPCClient();
  const tailed = useMemo(
    () => (deployed === undefined ? undefined : new TailedFlow(deployed, nodes, heads)),
    [deployed, nodes, heads],
  );
  useEffect(() => {
    const { session, onReading } = together;
    const follower = tailed && new EventFollower(client, workspace, tailed);
    const topics = deployed?.topics.map(({ name }) => name) ?? [];
    const activity = client.events.watchFlow.subscribe(
      { workspace, flow, topics, session },
      {
        onData: (reading) => {
          onReading(reading);
          tailed?.activity(reading);
          // Figures and rows tell of the same events: they change together.
          follower?.ask();
        },
        onError: () => tailed?.connected(new Date()),
      },
    );
    const events = follower?.follow(topics);
    const timer = follower && setInterval(() => follower.ask(), outcomesMs);
    return () => {
      clearInterval(timer);
      activity.unsubscribe();
      events?.unsubscribe();
      tailed?.stop();
    };
  }, [client, workspace, flow, tailed, deployed, together]);
  return tailed ?? noLiveFlow;
}

const ended: ReadonlySet<string> = new Set(["succeeded", "filtered", "dead", "cancelled", "discarded"]);

/** The events of a flow as they come, and what becomes of each. */
class EventFollower {
  readonly #client: ReturnType<typeof useTRPCClient>;
  readonly #workspace: string;
  readonly #tailed: TailedFlow;
  readonly #topicNames = new Map<string, string>();
  #open: { topicId: string; offset: number }[] = [];
  #isAsking = false;

  constructor(client: ReturnType<typeof useTRPCClient>, workspace: string, tailed: TailedFlow) {
    this.#client = client;
    this.#workspace = workspace;
    this.#tailed = tailed;
  }

  readonly #lost = () => this.#tailed.connected(new Date());

  /** Asks what became of those whose fate is open. */
  ask(): void {
    if (this.#open.length === 0 || this.#isAsking) return;
    this.#isAsking = true;
    this.#client.events.outcomes
      .query({ workspace: this.#workspace, events: this.#open })
      .then((chips) => {
        this.#tailed.outcomes(chips, this.#topicNames);
        const isEnded = (event: { topicId: string; offset: number }) => {
          const own = chips.filter((chip) => chip.topicId === event.topicId && chip.offset === event.offset);
          return own.length > 0 && own.every(({ status }) => ended.has(status));
        };
        this.#open = this.#open.filter((event) => !isEnded(event));
      }, this.#lost)
      .finally(() => {
        this.#isAsking = false;
      });
  }

  /** Takes up new events until the answer is unsubscribed. */
  follow(topics: string[]) {
    const lastEventId = this.#tailed.position;
    return this.#client.events.watch.subscribe(
      { workspace: this.#workspace, topics, ...(lastEventId !== undefined && { lastEventId }) },
      {
        onStarted: () => this.#tailed.connected(undefined),
        onConnectionStateChange: ({ state }) =>
          this.#tailed.connected(state === "connecting" ? new Date() : undefined),
        onData: ({ id, data }) => {
          this.#tailed.position = id;
          for (const row of data.rows) this.#topicNames.set(row.topicId, row.topic);
          const added = data.rows.map(({ topicId, offset }) => ({ topicId, offset }));
          this.#open = [...added, ...this.#open].slice(0, maxOpen);
          this.#tailed.events(data.rows);
        },
        onError: this.#lost,
      },
    );
  }
}
