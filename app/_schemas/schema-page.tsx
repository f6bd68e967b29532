"use client";

import { useQuery } from "@tanstack/react-query";
import { FileCheck2, Plus } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { errorSentence } from "@/app/_entry/error-sentence";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { EmptyState } from "@/app/_ui/empty-state";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { emptyDesign } from "@/flow/schema-design/design";
import { designText } from "@/flow/schema-design/write-design";
import { KnownSchema } from "./known-schema";
import { SchemaDraft } from "./schema-draft";
import { schemaPath } from "./schema-path";

interface SchemaPageProps {
  readonly workspace: string;
  readonly subject: string;
}

/** A schema with its versions; or the design of its first one, when it does not exist yet. */
export function SchemaPage({ workspace, subject }: SchemaPageProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const isNew = useSearchParams().has("new");
  const list = useQuery(trpc.schemas.list.queryOptions({ workspace }));
  const isKnown = list.data?.some((one) => one.subject === subject);
  if (isKnown === true) return <KnownSchema workspace={workspace} subject={subject} />;
  if (isKnown === undefined || !isNew)
    return (
      <Page>
        <PageHeader title={<span className="font-mono">{subject}</span>} />
        {list.error === null ? null : <Banner tone="bad">{errorSentence(list.error)}</Banner>}
        {list.isPending ? <SkeletonRows /> : null}
        {isKnown === false ? (
          <EmptyState
            icon={FileCheck2}
            actions={
              <>
                <Button
                  variant="primary"
                  icon={Plus}
                  onClick={() => router.replace(schemaPath(workspace, subject, { new: "yes" }))}
                >
                  Design it
                </Button>
                <ButtonLink href={workspacePath(workspace, "schemas")}>All schemas</ButtonLink>
              </>
            }
          >
            There is no schema “{subject}” here.
          </EmptyState>
        ) : null}
      </Page>
    );
  return (
    <Page width="full">
      <SchemaDraft
        workspace={workspace}
        subject={subject}
        latest={undefined}
        initial={designText(emptyDesign())}
      />
    </Page>
  );
}
