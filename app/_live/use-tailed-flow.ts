"use client";

import { useEffect, useMemo } from "react";
import { useTRPCClient } from "@/app/_trpc/trpc-context";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { NodeLookup } from "@/flow/node/node-lookup";
import { type LiveFlow, noLiveFlow } from "./live-flow";
import { TailedFlow } from "./tail-flow";

/** Net under figures that did not change: such as the time of a next attempt. */
const outcomesMs = 1_000;
/** Events whose fate is still asked for. */
const maxOpen = 50;

/** Live data of the deployed revision of a flow; a flow that does not run has none. */
export function useTailedFlow(
  workspace: string,
  flow: string,
  deployed: FlowDocument | undefined,
  nodes: NodeLookup,
): LiveFlow {
  const client = useTRPCClient();
  const tailed = useMemo(
    () => (deployed === undefined ? undefined : new TailedFlow(deployed, nodes)),
    [deployed, nodes],
  );
  useEffect(() => {
    if (!tailed || !deployed) return;
    const topics = deployed.topics.map(({ name }) => name);
    const topicNames = new Map<string, string>();
    let open: { topicId: string; offset: number }[] = [];
    const onError = () => tailed.connected(new Date());
    const onConnectionStateChange = ({ state }: { state: string }) =>
      tailed.connected(state === "connecting" ? new Date() : undefined);
    let isAsking = false;
    const ask = () => {
      if (open.length === 0 || isAsking) return;
      isAsking = true;
      client.events.outcomes
        .query({ workspace, events: open })
        .then((chips) => {
          tailed.outcomes(chips, topicNames);
          const ended = new Set(["succeeded", "filtered", "dead", "cancelled", "discarded"]);
          const isEnded = (event: { topicId: string; offset: number }) => {
            const own = chips.filter(
              (chip) => chip.topicId === event.topicId && chip.offset === event.offset,
            );
            return own.length > 0 && own.every(({ status }) => ended.has(status));
          };
          open = open.filter((event) => !isEnded(event));
        }, onError)
        .finally(() => {
          isAsking = false;
        });
    };
    const activity = client.events.watchFlow.subscribe(
      { workspace, flow, topics },
      {
        onData: (data) => {
          tailed.activity(data);
          // Figures and rows tell of the same events: they change together.
          ask();
        },
        onError,
      },
    );
    const events = client.events.watch.subscribe(
      { workspace, topics },
      {
        onStarted: () => tailed.connected(undefined),
        onConnectionStateChange,
        onData: ({ data }) => {
          for (const row of data) topicNames.set(row.topicId, row.topic);
          open = [...data.map(({ topicId, offset }) => ({ topicId, offset })), ...open].slice(0, maxOpen);
          tailed.events(data);
        },
        onError,
      },
    );
    const timer = setInterval(ask, outcomesMs);
    return () => {
      clearInterval(timer);
      activity.unsubscribe();
      events.unsubscribe();
      tailed.stop();
    };
  }, [client, workspace, flow, tailed, deployed]);
  return tailed ?? noLiveFlow;
}
