-- AsyncAPI documents that were imported, as they came: exports of their flows keep what Millrace has no words for.
CREATE TABLE "asyncapi_document" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "text" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "created_by" TEXT NOT NULL,
  CONSTRAINT "asyncapi_document_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "asyncapi_document_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "asyncapi_document_workspace_id_idx" ON "asyncapi_document"("workspace_id");

ALTER TABLE "flow" ADD COLUMN "asyncapi_document_id" UUID;
ALTER TABLE "flow" ADD CONSTRAINT "flow_asyncapi_document_id_fkey" FOREIGN KEY ("asyncapi_document_id") REFERENCES "asyncapi_document"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "flow_asyncapi_document_id_idx" ON "flow"("asyncapi_document_id");
