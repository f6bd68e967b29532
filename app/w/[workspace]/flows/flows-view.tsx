"use client";

import { useQuery } from "@tanstack/react-query";
import { FileUp, LayoutTemplate, Plus, Workflow } from "lucide-react";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { TestTrafficFigures } from "@/app/_live/test-traffic/test-traffic-note";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { EmptyState } from "@/app/_ui/empty-state";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { SearchInput } from "@/app/_ui/search-input";
import { FlowCard } from "./flow-card";
import { FlowCardSkeletons } from "./flow-card-skeletons";
import { FlowsMenu } from "./flows-menu";
import { ImportDialog } from "./import-dialog";
import { useNewFlow } from "./use-new-flow";

/** How often numbers are asked for. */
const refreshMs = 5_000;
/** From here on a list is worth searching. */
const searchFrom = 7;

/** All flows of a workspace, as cards. */
export function FlowsView({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const flows = useQuery({
    ...trpc.flows.list.queryOptions({ workspace }),
    refetchInterval: refreshMs,
  });
  const [text, setText] = useState("");
  const [isImporting, setIsImporting] = useState(false);
  const newFlow = useNewFlow(workspace);
  const refusal = useRefusal(workspace, "flow.edit");

  const wanted = text.trim().toLowerCase();
  const shown = flows.data?.filter(({ name, slug }) => `${name} ${slug}`.toLowerCase().includes(wanted));
  const isEmpty = flows.data?.length === 0;
  const create = (
    <Button
      variant="primary"
      icon={Plus}
      busy={newFlow.isPending}
      busyLabel="Creating…"
      disabled={refusal}
      onClick={newFlow.make}
    >
      New flow
    </Button>
  );
  const browse = (
    <ButtonLink icon={LayoutTemplate} href={workspacePath(workspace, "templates")}>
      Browse templates
    </ButtonLink>
  );
  const importButton = (
    <Button icon={FileUp} variant="ghost" disabled={refusal} onClick={() => setIsImporting(true)}>
      Import
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Flows"
        actions={
          isEmpty ? (
            importButton
          ) : (
            <>
              {(flows.data?.length ?? 0) < searchFrom ? null : (
                <SearchInput value={text} onValueChange={setText} placeholder="Search flows" />
              )}
              {importButton}
              {browse}
              {create}
              <FlowsMenu workspace={workspace} />
            </>
          )
        }
      />
      <TestTrafficFigures className="pb-3" />
      {newFlow.error === null ? null : (
        <Banner tone="bad" className="mb-4">
          {errorSentence(newFlow.error)}
        </Banner>
      )}
      {flows.error === null ? null : (
        <Banner tone="bad" className="mb-4">
          {errorSentence(flows.error)}
        </Banner>
      )}
      {flows.isPending ? <FlowCardSkeletons /> : null}
      {isEmpty ? (
        <EmptyState
          icon={Workflow}
          actions={
            <>
              {create}
              {browse}
              <ButtonLink variant="ghost" href="/start">
                Show me how
              </ButtonLink>
            </>
          }
        >
          No flows yet. A flow says what happens when something happens.
        </EmptyState>
      ) : null}
      {shown !== undefined && shown.length === 0 && !isEmpty ? (
        <EmptyState icon={Workflow} actions={<Button onClick={() => setText("")}>Clear search</Button>}>
          No flows match “{text}”.
        </EmptyState>
      ) : null}
      {shown === undefined || shown.length === 0 ? null : (
        <ul aria-label="Flows" className="grid grid-cols-[repeat(auto-fill,minmax(18.5rem,1fr))] gap-4 pb-6">
          {shown.map((flow) => (
            <li key={flow.slug} className="flex">
              <FlowCard workspace={workspace} flow={flow} />
            </li>
          ))}
        </ul>
      )}
      <ImportDialog workspace={workspace} open={isImporting} onOpenChange={setIsImporting} />
    </Page>
  );
}
