import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { RememberWorkspace } from "@/app/_entry/remember-workspace";
import { AppFrame } from "@/app/_shell/app-frame";
import { isNavFolded, navFoldCookie } from "@/app/_shell/nav-fold";
import { getApiContext, getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";

interface WorkspaceLayoutProps {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly children: ReactNode;
}

export async function generateMetadata({ params }: WorkspaceLayoutProps): Promise<Metadata> {
  return { title: { default: (await params).workspace, template: "%s · Millrace" } };
}

/** Shows who is here and where they can go. Access itself is decided by every use case again. */
export default async function WorkspaceLayout({ params, children }: WorkspaceLayoutProps) {
  const { workspace: slug } = await params;
  const person = await (await getApiContext()).person();
  if (person === undefined) {
    const path = (await headers()).get("x-path") ?? `/w/${slug}/flows`;
    redirect(`/sign-in?${new URLSearchParams({ next: path })}`);
  }
  const me = await getQueryClient().fetchQuery(trpc.account.me.queryOptions());
  const workspace = me.workspaces.find((entry) => entry.slug === slug);
  if (workspace === undefined) notFound();
  return (
    <Hydrate>
      <RememberWorkspace slug={slug} />
      <AppFrame
        workspace={{ slug: workspace.slug, name: workspace.name }}
        workspaces={me.workspaces.map((entry) => ({ slug: entry.slug, name: entry.name }))}
        mayCreateWorkspaces={me.workspaces.some(({ role }) => role === "owner")}
        user={{ name: me.name, email: me.email }}
        startsFolded={isNavFolded((await cookies()).get(navFoldCookie)?.value)}
      >
        {children}
      </AppFrame>
    </Hydrate>
  );
}
