import { exportFlowAsyncApi, exportWorkspaceAsyncApi } from "@/server/asyncapi/export-asyncapi";
import { importAsyncApi } from "@/server/asyncapi/import-asyncapi";
import { previewAsyncApi } from "@/server/asyncapi/preview-asyncapi";
import { mutation, query, router } from "../trpc";

/**
 * AsyncAPI documents: flows as documents, documents as flows. `preview` changes nothing; it is posted because a document is too long
 * for an address.
 */
export const asyncApiRouter = router({
  exportFlow: query(exportFlowAsyncApi),
  exportWorkspace: query(exportWorkspaceAsyncApi),
  preview: mutation(previewAsyncApi),
  import: mutation(importAsyncApi),
});
