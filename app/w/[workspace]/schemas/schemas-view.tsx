"use client";

import { useQuery } from "@tanstack/react-query";
import { FileCheck2, Plus } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { NewSchemaDialog } from "@/app/_schemas/new-schema-dialog";
import { schemaPath } from "@/app/_schemas/schema-path";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DataTable } from "@/app/_ui/data-table";
import { EmptyState } from "@/app/_ui/empty-state";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { SearchInput } from "@/app/_ui/search-input";
import { schemaColumns } from "./schema-columns";

/** All schemas of the workspace; what is searched for stands in the address. */
export function SchemasView({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const text = useSearchParams().get("text") ?? "";
  const schemas = useQuery(trpc.schemas.list.queryOptions({ workspace }));
  const [isMaking, setMaking] = useState(false);
  const refusal = useRefusal(workspace, "schema.edit");

  const path = workspacePath(workspace, "schemas");
  const search = (next: string) =>
    router.replace(next === "" ? path : `${path}?${new URLSearchParams({ text: next })}`, { scroll: false });
  const wanted = text.trim().toLowerCase();
  const shown = schemas.data?.filter(({ subject, topics }) =>
    [subject, ...topics.map(({ name }) => name)].join(" ").toLowerCase().includes(wanted),
  );
  const isEmpty = schemas.data?.length === 0;
  const newSchema = (
    <Button variant="primary" icon={Plus} disabled={refusal} onClick={() => setMaking(true)}>
      New schema
    </Button>
  );
  return (
    <Page width="full" fill>
      <PageHeader
        title="Schemas"
        actions={
          isEmpty ? undefined : (
            <>
              <SearchInput value={text} onValueChange={search} placeholder="Search schemas" />
              {newSchema}
            </>
          )
        }
      />
      {schemas.error === null ? null : (
        <Banner tone="bad" className="mb-4">
          {errorSentence(schemas.error)}
        </Banner>
      )}
      {isEmpty ? (
        <EmptyState icon={FileCheck2} actions={newSchema}>
          No schemas yet. A schema says what the events of a topic look like, and topics can be held to it.
        </EmptyState>
      ) : (
        <DataTable
          label="Schemas"
          columns={schemaColumns}
          rows={shown ?? []}
          rowKey={({ subject }) => subject}
          rowHref={({ subject }) => schemaPath(workspace, subject)}
          isLoading={schemas.isPending}
          minWidth={860}
          comfortable
          empty={
            <EmptyState icon={FileCheck2} actions={<Button onClick={() => search("")}>Clear search</Button>}>
              No schemas match “{text}”.
            </EmptyState>
          }
          className="mb-4 overflow-hidden rounded-card border shadow-1"
        />
      )}
      {isMaking ? <NewSchemaDialog workspace={workspace} onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}
