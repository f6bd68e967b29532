"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Bell, Plus } from "lucide-react";
import { useState } from "react";
import { flushSync } from "react-dom";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { SecretDialog } from "@/app/_settings/secret-dialog";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { EmptyState } from "@/app/_ui/empty-state";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { AlertCard, alertCardId } from "./alert-card";
import { AlertSheet } from "./alert-sheet";
import type { AlertRule } from "./alert-words";

const REFRESH_MS = 3_000;

/** Rules that tell somebody when something goes wrong, and when it is over. */
export function AlertsPage({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const rules = useQuery(trpc.alerts.list.queryOptions({ workspace }, { refetchInterval: REFRESH_MS }));
  const mayNot = useRefusal(workspace, "alert.manage");
  const [edited, setEdited] = useState<AlertRule | "new">();
  const [made, setMade] = useState<{ readonly id: string; readonly secret: string }>();
  /** What opened the dialogs may be gone: on from the alert that they were about. */
  const closeSecret = () => {
    flushSync(() => setMade(undefined));
    if (made !== undefined) document.getElementById(alertCardId(made.id))?.focus();
  };
  const create = (
    <Button variant="primary" icon={Plus} disabled={mayNot} onClick={() => setEdited("new")}>
      New alert
    </Button>
  );
  return (
    <Page>
      <div>
        <ButtonLink
          href={workspacePath(workspace, "problems")}
          variant="ghost"
          size="dense"
          icon={ArrowLeft}
          className="-ml-2"
        >
          Problems
        </ButtonLink>
      </div>
      <PageHeader
        title="Alerts"
        description="Each tells once when it opens and once when it is over. Looked at every 15 seconds."
        // Before it is known whether there are any it would have to move, and whoever stands on it would fall off.
        actions={rules.data === undefined || rules.data.length === 0 ? undefined : create}
      />
      {rules.error === null ? null : <Banner tone="bad">{rules.error.message}</Banner>}
      {rules.data === undefined ? (
        rules.error === null ? (
          <SkeletonRows comfortable />
        ) : null
      ) : rules.data.length === 0 ? (
        <EmptyState icon={Bell} actions={create}>
          No alerts yet. An alert tells you by e-mail, by a call, or as an event when something goes wrong.
        </EmptyState>
      ) : (
        <ul aria-label="Alerts" className="flex flex-col gap-3">
          {rules.data.map((rule) => (
            <li key={rule.id}>
              <AlertCard
                workspace={workspace}
                rule={rule}
                mayNot={mayNot}
                onEdit={() => setEdited(rule)}
                onSecret={(secret) => setMade({ id: rule.id, secret })}
              />
            </li>
          ))}
        </ul>
      )}
      {edited === undefined ? null : (
        <AlertSheet
          workspace={workspace}
          rule={edited === "new" ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onSecret={setMade}
        />
      )}
      {made === undefined ? null : (
        <SecretDialog
          title={`Signing secret of ${rules.data?.find(({ id }) => id === made.id)?.name ?? "the alert"}`}
          label="Signing secret"
          secret={made.secret}
          onClose={closeSecret}
        >
          Give it to whoever receives the calls: with it they can check that a call comes from here. It is
          shown only now.
        </SecretDialog>
      )}
    </Page>
  );
}
