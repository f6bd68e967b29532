import * as z from "zod";
import { flowFromText, maxFlowTextLength } from "@/flow/document/flow-yaml";
import { faultsText } from "@/flow/document/parse-flow";
import { AppError } from "../app-error";
import { deployFlow, startsSchema } from "../flows/deploy-flow";
import { exportFlow } from "../flows/export-flow";
import { getFlow } from "../flows/get-flow";
import { listFlows } from "../flows/list-flows";
import { moveConsumer, moveTargetSchema } from "../flows/move-consumer";
import { drainConsumer, pauseConsumer, resumeConsumer } from "../flows/pause-consumer";
import { drainFlow, pauseFlow, resumeFlow } from "../flows/pause-flow";
import { putFlow } from "../flows/put-flow";
import { addEndpoint, type RestApp } from "./endpoint";
import { queryNumber } from "./query-number";
import { deployedResource, flowDetailResource, flowResource, savedFlowResource } from "./resources";

const tag = "Flows";
const none = z.object({});
const oneFlow = z.object({
  flow: z.string().meta({ description: "Slug of the flow.", example: "order-fan-out" }),
});
const oneConsumer = oneFlow.extend({ consumer: z.string() });
const fileTypes = ["application/yaml", "application/json"] as const;

function documentOf(bytes: Uint8Array): unknown {
  const { document, faults } = flowFromText(new TextDecoder().decode(bytes));
  if (document === undefined) throw new AppError("bad-input", faultsText(faults), { faults });
  return document;
}

/** Flows: list, read, write as a file, deploy. */
export function addFlowEndpoints(app: RestApp): void {
  addEndpoint(app, {
    method: "get",
    path: "/flows",
    operationId: "listFlows",
    tag,
    summary: "All flows, the last edited first",
    action: listFlows.action,
    params: none,
    query: none,
    result: z.object({ flows: z.array(flowResource) }),
    handle: async ({ deps, actor }) => ({ flows: await listFlows(deps, actor, {}) }),
  });

  addEndpoint(app, {
    method: "get",
    path: "/flows/{flow}",
    operationId: "getFlow",
    tag,
    summary: "One flow: its draft, what runs, and the addresses of its producers",
    description: "Addresses are shown to keys that may send events.",
    action: getFlow.action,
    params: oneFlow,
    query: none,
    result: flowDetailResource,
    handle: ({ deps, actor, params }) => getFlow(deps, actor, params),
  });

  addEndpoint(app, {
    method: "put",
    path: "/flows/{flow}",
    operationId: "putFlow",
    tag,
    summary: "Make the draft of a flow equal to a document",
    description:
      "Creates the flow when there is none. The same document twice changes nothing the second time. Does not deploy.",
    action: putFlow.action,
    params: oneFlow,
    query: z.object({
      version: queryNumber(1)
        .optional()
        .meta({ description: "Refuse with 409 unless the draft still has this version." }),
    }),
    body: {
      kind: "raw",
      description: "A flow document; see flow.schema.json.",
      contentTypes: fileTypes,
      maxBytes: maxFlowTextLength,
    },
    result: savedFlowResource,
    handle: ({ deps, actor, params, query, body }) =>
      putFlow(deps, actor, { ...params, document: documentOf(body), version: query.version }),
  });

  addEndpoint(app, {
    method: "get",
    path: "/flows/{flow}/export",
    operationId: "exportFlow",
    tag,
    summary: "A flow as a file",
    action: exportFlow.action,
    params: oneFlow,
    query: z.object({
      format: z.enum(["yaml", "json"]).default("yaml"),
      revision: queryNumber(1).optional().meta({ description: "Absent: the draft." }),
    }),
    result: { contentTypes: fileTypes, description: "The document, always in the same order of keys." },
    handle: async ({ deps, actor, params, query }) => {
      const { text, fileName } = await exportFlow(deps, actor, { ...params, ...query });
      return new Response(text, {
        headers: {
          "content-type": `application/${query.format}`,
          "content-disposition": `attachment; filename="${fileName}"`,
          "cache-control": "no-store",
        },
      });
    },
  });

  addEndpoint(app, {
    method: "post",
    path: "/flows/{flow}/deployments",
    operationId: "deployFlow",
    tag,
    summary: "Deploy the draft",
    description: "422 with `issues` when the draft cannot be deployed; what ran before goes on running.",
    action: deployFlow.action,
    params: oneFlow,
    query: none,
    body: z.object({
      version: z
        .int()
        .min(1)
        .optional()
        .meta({ description: "Refuse unless the draft still has this version." }),
      note: z.string().max(2000).optional(),
      starts: startsSchema
        .optional()
        .meta({ description: "Where new consumers begin, by consumer id: now (default) or beginning." }),
    }),
    result: deployedResource,
    handle: ({ deps, actor, params, body }) => deployFlow(deps, actor, { ...params, ...body }),
  });

  for (const [verb, useCase, summary] of [
    ["pause", pauseFlow, "Stop the consumers of a flow; events wait in their topics"],
    ["drain", drainFlow, "Let the consumers of a flow finish what is open; nothing new is begun"],
    ["resume", resumeFlow, "Let a paused flow go on where it stopped"],
  ] as const) {
    addEndpoint(app, {
      method: "post",
      path: `/flows/{flow}/${verb}`,
      operationId: `${verb}Flow`,
      tag,
      summary,
      action: useCase.action,
      params: oneFlow,
      query: none,
      result: z.object({ state: z.enum(["live", "paused"]) }),
      handle: ({ deps, actor, params }) => useCase(deps, actor, params),
    });
  }

  for (const [verb, useCase, summary] of [
    ["pause", pauseConsumer, "Stop one consumer; events wait for it"],
    ["drain", drainConsumer, "Let one consumer finish what is open, then pause it"],
    [
      "resume",
      resumeConsumer,
      "Let one consumer go on where it stopped, also behind a dead letter at which it stopped",
    ],
  ] as const) {
    addEndpoint(app, {
      method: "post",
      path: `/flows/{flow}/consumers/{consumer}/${verb}`,
      operationId: `${verb}Consumer`,
      tag,
      summary,
      action: useCase.action,
      params: oneConsumer,
      query: none,
      result: z.object({ state: z.enum(["active", "draining", "paused"]) }),
      handle: ({ deps, actor, params }) =>
        useCase(deps, actor, { flow: params.flow, consumerId: params.consumer }),
    });
  }

  addEndpoint(app, {
    method: "post",
    path: "/flows/{flow}/consumers/{consumer}/move",
    operationId: "moveConsumer",
    tag,
    summary: "Let a consumer go on elsewhere in a topic: from now, behind an offset, from a time",
    description:
      "Forward, events in between are not delivered. Back, those behind it are delivered once more, and what became of them before leaves the history.",
    action: moveConsumer.action,
    params: oneConsumer,
    query: none,
    body: z.object({ topic: z.string(), target: moveTargetSchema }),
    result: z.object({ offset: z.number(), skipped: z.number(), undone: z.number() }),
    handle: ({ deps, actor, params, body }) =>
      moveConsumer(deps, actor, { flow: params.flow, consumerId: params.consumer, ...body }),
  });
}
