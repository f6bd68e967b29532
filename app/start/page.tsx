import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { lastWorkspaceCookie } from "@/app/_entry/last-workspace";
import { getApiContext, getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";
import { StartView } from "./start-view";

export const metadata: Metadata = { title: "Start" };

/** The first page after set-up: what to do first. */
export default async function StartPage() {
  const context = await getApiContext();
  if ((await context.person()) === undefined) redirect("/sign-in?next=/start");
  const me = await getQueryClient().fetchQuery(trpc.account.me.queryOptions());
  const last = (await cookies()).get(lastWorkspaceCookie)?.value;
  const workspace = me.workspaces.find(({ slug }) => slug === last) ?? me.workspaces[0];
  if (workspace === undefined) redirect("/");
  const templates = await getQueryClient().fetchQuery(
    trpc.templates.list.queryOptions({ workspace: workspace.slug }),
  );
  return (
    <Hydrate>
      <StartView
        workspace={workspace.slug}
        templateCount={templates.length}
        publicUrl={context.deps.env.MILLRACE_URL}
      />
    </Hydrate>
  );
}
