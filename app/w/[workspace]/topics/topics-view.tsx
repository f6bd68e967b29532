"use client";

import { useQuery } from "@tanstack/react-query";
import { Cylinder, Plus } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { TestTrafficFigures } from "@/app/_live/test-traffic/test-traffic-note";
import { TopicSchemaDialog } from "@/app/_schemas/topics/topic-schema-dialog";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DataTable } from "@/app/_ui/data-table";
import { EmptyState } from "@/app/_ui/empty-state";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { SearchInput } from "@/app/_ui/search-input";
import type { TopicSummary } from "@/server/topics/list-topics";
import { DeleteTopicDialog } from "./delete-topic-dialog";
import { NewTopicDialog } from "./new-topic-dialog";
import { RetentionDialog } from "./retention-dialog";
import { topicColumns } from "./topic-columns";
import { TopicMenu } from "./topic-menu";

const refreshMs = 5_000;

/** All topics of the workspace; what is searched for stands in the address. */
export function TopicsView({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const text = useSearchParams().get("text") ?? "";
  const topics = useQuery({ ...trpc.topics.list.queryOptions({ workspace }), refetchInterval: refreshMs });
  const [isMaking, setIsMaking] = useState(false);
  const [holding, setHolding] = useState<TopicSummary>();
  const [retaining, setRetaining] = useState<TopicSummary>();
  const [leaving, setLeaving] = useState<TopicSummary>();
  const refusal = useRefusal(workspace, "topic.edit");

  const path = workspacePath(workspace, "topics");
  const search = (next: string) =>
    router.replace(next === "" ? path : `${path}?${new URLSearchParams({ text: next })}`, { scroll: false });
  const wanted = text.trim().toLowerCase();
  const shown = topics.data?.filter(({ name, description }) =>
    `${name} ${description ?? ""}`.toLowerCase().includes(wanted),
  );
  const isEmpty = topics.data?.length === 0;
  const newTopic = (
    <Button variant="primary" icon={Plus} disabled={refusal} onClick={() => setIsMaking(true)}>
      New topic
    </Button>
  );
  return (
    <Page width="full" fill>
      <PageHeader
        title="Topics"
        actions={
          isEmpty ? undefined : (
            <>
              <SearchInput value={text} onValueChange={search} placeholder="Search topics" />
              {newTopic}
            </>
          )
        }
      />
      <TestTrafficFigures className="pb-3" />
      {topics.error === null ? null : (
        <Banner tone="bad" className="mb-4">
          {errorSentence(topics.error)}
        </Banner>
      )}
      {isEmpty ? (
        <EmptyState icon={Cylinder} actions={newTopic}>
          Topics appear when a producer publishes.
        </EmptyState>
      ) : (
        <DataTable
          label="Topics"
          columns={topicColumns(workspace)}
          rows={shown ?? []}
          rowKey={({ id }) => id}
          rowHref={({ name }) => workspacePath(workspace, `events?${new URLSearchParams({ topic: name })}`)}
          actions={(topic) => (
            <TopicMenu
              workspace={workspace}
              topic={topic}
              onSchema={() => setHolding(topic)}
              onRetain={() => setRetaining(topic)}
              onDelete={() => setLeaving(topic)}
            />
          )}
          isLoading={topics.isPending}
          minWidth={960}
          comfortable
          empty={
            <EmptyState icon={Cylinder} actions={<Button onClick={() => search("")}>Clear search</Button>}>
              No topics match “{text}”.
            </EmptyState>
          }
          className="mb-4 overflow-hidden rounded-card border shadow-1"
        />
      )}
      {isMaking ? <NewTopicDialog workspace={workspace} onClose={() => setIsMaking(false)} /> : null}
      {holding === undefined ? null : (
        <TopicSchemaDialog workspace={workspace} topic={holding.name} onClose={() => setHolding(undefined)} />
      )}
      {retaining === undefined ? null : (
        <RetentionDialog workspace={workspace} topic={retaining} onClose={() => setRetaining(undefined)} />
      )}
      {leaving === undefined ? null : (
        <DeleteTopicDialog workspace={workspace} topic={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </Page>
  );
}
