import * as z from "zod";
import { textFormats } from "@/flow/asyncapi/document-text";
import { maxAsyncApiLength } from "@/flow/asyncapi/read-text";
import { schemaFormats } from "@/flow/schema/failure";
import { exportFlowAsyncApi, exportWorkspaceAsyncApi, originalAsyncApi } from "../asyncapi/export-asyncapi";
import { importAsyncApi } from "../asyncapi/import-asyncapi";
import { previewAsyncApi } from "../asyncapi/preview-asyncapi";
import { addEndpoint, type RestApp } from "./endpoint";
import { queryNumber } from "./query-number";

const asyncApiPreviewResource = z.object({
  title: z.string(),
  version: z.string().meta({ description: "Of AsyncAPI." }),
  topics: z.array(
    z.object({
      name: z.string(),
      channel: z.string().meta({ description: "Name of the channel in the document." }),
      isNew: z.boolean(),
      subject: z.string().nullable(),
    }),
  ),
  schemas: z.array(
    z.object({
      subject: z.string(),
      format: z.enum(schemaFormats),
      state: z.enum(["new", "same", "next", "refused"]),
      version: z.int().nullable(),
      sentence: z.string().nullable().meta({ description: "Why it would be refused." }),
    }),
  ),
  flows: z.array(z.object({ name: z.string(), producers: z.int(), consumers: z.int() })),
  problems: z.array(
    z.object({
      pointer: z.string().meta({ description: "JSON pointer into the document." }),
      line: z.int().optional(),
      message: z.string(),
    }),
  ),
});

const importedAsyncApiResource = z.object({
  topics: z.array(z.string()).meta({ description: "Those that are new." }),
  schemas: z.array(z.object({ subject: z.string(), version: z.int(), isNew: z.boolean() })),
  refused: z.array(z.object({ subject: z.string(), sentence: z.string() })),
  flows: z.array(z.object({ slug: z.string(), name: z.string() })),
});

const tag = "AsyncAPI";
const fileTypes = ["application/yaml", "application/json"] as const;
const format = z.enum(textFormats).default("yaml");
const file = { contentTypes: fileTypes, description: "The document, AsyncAPI 3.0." };

function fileResponse({ text, fileName }: { readonly text: string; readonly fileName: string }): Response {
  return new Response(text, {
    headers: {
      "content-type": fileName.endsWith(".json") ? "application/json" : "application/yaml",
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
    },
  });
}

/** AsyncAPI documents: flows as documents, documents as flows. */
export function addAsyncApiEndpoints(app: RestApp): void {
  addEndpoint(app, {
    method: "get",
    path: "/flows/{flow}/asyncapi",
    operationId: "exportFlowAsyncApi",
    tag,
    summary: "A flow as an AsyncAPI document",
    action: exportFlowAsyncApi.action,
    params: z.object({
      flow: z.string().meta({ description: "Slug of the flow.", example: "order-fan-out" }),
    }),
    query: z.object({
      format,
      revision: queryNumber(1).optional().meta({ description: "Absent: the draft." }),
    }),
    result: file,
    handle: async ({ deps, actor, params, query }) =>
      fileResponse(await exportFlowAsyncApi(deps, actor, { ...params, ...query })),
  });

  addEndpoint(app, {
    method: "get",
    path: "/flows/{flow}/asyncapi/original",
    operationId: "originalAsyncApi",
    tag,
    summary: "The AsyncAPI document that a flow was imported from",
    action: originalAsyncApi.action,
    params: z.object({ flow: z.string() }),
    query: z.object({}),
    result: { contentTypes: fileTypes, description: "The document as it came, to the letter." },
    handle: async ({ deps, actor, params }) => fileResponse(await originalAsyncApi(deps, actor, params)),
  });

  addEndpoint(app, {
    method: "get",
    path: "/asyncapi",
    operationId: "exportWorkspaceAsyncApi",
    tag,
    summary: "All flows and topics as one AsyncAPI document",
    action: exportWorkspaceAsyncApi.action,
    params: z.object({}),
    query: z.object({ format }),
    result: file,
    handle: async ({ deps, actor, query }) => fileResponse(await exportWorkspaceAsyncApi(deps, actor, query)),
  });

  const body = {
    kind: "raw",
    description: "An AsyncAPI document of version 2 or 3.",
    contentTypes: fileTypes,
    // Characters are counted later; one takes at most four bytes.
    maxBytes: 4 * maxAsyncApiLength,
  } as const;

  addEndpoint(app, {
    method: "post",
    path: "/asyncapi/preview",
    operationId: "previewAsyncApi",
    tag,
    summary: "What importing an AsyncAPI document would make",
    description: "Changes nothing.",
    action: previewAsyncApi.action,
    params: z.object({}),
    query: z.object({}),
    body,
    result: asyncApiPreviewResource,
    handle: async ({ deps, actor, body: bytes }) => {
      const { topics, schemas, flows, problems, ...about } = await previewAsyncApi(deps, actor, {
        text: textOf(bytes),
      });
      return {
        ...about,
        topics: [...topics],
        schemas: [...schemas],
        flows: [...flows],
        problems: [...problems],
      };
    },
  });

  addEndpoint(app, {
    method: "post",
    path: "/asyncapi",
    operationId: "importAsyncApi",
    tag,
    summary: "Make the topics, schemas and flows of an AsyncAPI document",
    description:
      "Flows are made as drafts; nothing is deployed. Called again, it makes no topic and no version twice, and the flows under other names.",
    action: importAsyncApi.action,
    params: z.object({}),
    query: z.object({}),
    body,
    status: 201,
    result: importedAsyncApiResource,
    handle: async ({ deps, actor, body: bytes }) => {
      const { topics, schemas, refused, flows } = await importAsyncApi(deps, actor, { text: textOf(bytes) });
      return { topics: [...topics], schemas: [...schemas], refused: [...refused], flows: [...flows] };
    },
  });
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
