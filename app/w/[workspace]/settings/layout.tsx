import type { ReactNode } from "react";
import { SettingsTabs } from "@/app/_settings/settings-tabs";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";

interface SettingsLayoutProps {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly children: ReactNode;
}

export default async function SettingsLayout({ params, children }: SettingsLayoutProps) {
  const { workspace } = await params;
  await getQueryClient().prefetchQuery(trpc.workspace.get.queryOptions({ workspace }));
  return (
    <Hydrate>
      <Page fill>
        <PageHeader title="Settings" />
        <SettingsTabs workspace={workspace} />
        <div className="-mx-4 flex min-h-0 flex-1 flex-col overflow-y-auto px-4 pb-6 md:-mx-6 md:px-6">
          {children}
        </div>
      </Page>
    </Hydrate>
  );
}
