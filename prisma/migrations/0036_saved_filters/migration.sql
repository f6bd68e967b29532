-- Filters of the events viewer that a workspace keeps under a name, as they stand in the address of the page.
CREATE TABLE "saved_filter" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "saved_filter_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "saved_filter_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id")
    ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "saved_filter_workspace_id_name_key" ON "saved_filter"("workspace_id", "name");
