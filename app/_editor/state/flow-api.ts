"use client";

import { useMemo } from "react";
import { useTRPCClient } from "@/app/_trpc/trpc-context";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { TestSample } from "@/flow/test-run/test-run";

/** What identifies dead letters that share a cause. */
interface DeadLetterGroupRef {
  readonly subscriptionId: string;
  readonly stepId: string | null;
  readonly reason: string | null;
  readonly message: string | null;
}

/** The calls that the editor makes for its one flow. */
export function useFlowApi(workspace: string, flow: string) {
  const client = useTRPCClient();
  return useMemo(
    () => ({
      get: () => client.flows.get.query({ workspace, flow }),
      save: (version: number, document: FlowDocument) =>
        client.flows.save.mutate({ workspace, flow, version, document }),
      /** Without a revision: of the draft. */
      previewDeploy: (revision?: number) =>
        client.flows.previewDeploy.query({ workspace, flow, ...(revision !== undefined && { revision }) }),
      revisions: () => client.flows.revisions.query({ workspace, flow, limit: 100 }),
      revision: (revision: number) => client.flows.revision.query({ workspace, flow, revision }),
      deploy: (input: {
        version: number;
        note?: string;
        starts: Record<string, "now" | "beginning">;
        deliverKept: boolean;
      }) => client.flows.deploy.mutate({ workspace, flow, ...input }),
      rollBack: (input: { revision: number; note?: string; starts: Record<string, "now" | "beginning"> }) =>
        client.flows.rollBack.mutate({ workspace, flow, ...input }),
      startTestRun: (input: { version: number; sample: TestSample; upTo?: string; reallySend: boolean }) =>
        client.testRuns.start.mutate({ workspace, flow, ...input }),
      /** Answers when the run has ended, or after some seconds. */
      testRun: (id: string) => client.testRuns.get.query({ workspace, id, waitMs: 8_000 }),
      pointAt: (session: string, selected: string | null) =>
        client.flows.pointAt.mutate({ workspace, flow, session, selected }),
      pauseConsumer: (consumerId: string) =>
        client.flows.pauseConsumer.mutate({ workspace, flow, consumerId }),
      drainConsumer: (consumerId: string) =>
        client.flows.drainConsumer.mutate({ workspace, flow, consumerId }),
      resumeConsumer: (consumerId: string) =>
        client.flows.resumeConsumer.mutate({ workspace, flow, consumerId }),
      deadLetterGroups: () => client.events.deadLetterGroups.query({ workspace, limit: 500 }),
      redrive: (group: DeadLetterGroupRef) => client.deliveries.redrive.mutate({ workspace, group }),
      switchTopic: (topic: string, to: "pause" | "drain" | "resume") =>
        client.topics[to].mutate({ workspace, topic }),
      moveConsumer: (consumerId: string, topic: string, target: MoveTarget) =>
        client.flows.moveConsumer.mutate({ workspace, flow, consumerId, topic, target }),
    }),
    [client, workspace, flow],
  );
}

/** Where a consumer goes on. */
export type MoveTarget = { to: "now" } | { to: "offset"; offset: number } | { to: "time"; time: Date };

export type FlowApi = ReturnType<typeof useFlowApi>;
export type LoadedFlow = Awaited<ReturnType<FlowApi["get"]>>;
export type RevisionLine = Awaited<ReturnType<FlowApi["revisions"]>>[number];
export type DeployPreview = Awaited<ReturnType<FlowApi["previewDeploy"]>>;
