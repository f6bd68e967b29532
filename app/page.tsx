import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { EntryFrame } from "@/app/_entry/entry-frame";
import { lastWorkspaceCookie } from "@/app/_entry/last-workspace";
import { OpenTheLink } from "@/app/_entry/open-the-link";
import { SignOutButton } from "@/app/_entry/sign-out-button";
import { getApiContext } from "@/app/_trpc/server";
import { me } from "@/server/account/me";
import { isSetupOpen } from "@/server/setup/setup-token";

/** Leads on: to set-up, to the sign-in, or to the workspace that was open last. */
export default async function RootPage() {
  const { deps, person: findPerson } = await getApiContext();
  const person = await findPerson();
  if (person === undefined) {
    if (await isSetupOpen(deps)) return <OpenTheLink />;
    redirect("/sign-in");
  }
  const { workspaces, email } = await me(deps, person, {});
  const last = (await cookies()).get(lastWorkspaceCookie)?.value;
  const workspace = workspaces.find(({ slug }) => slug === last) ?? workspaces[0];
  if (workspace !== undefined) redirect(`/w/${workspace.slug}/flows`);
  return (
    <EntryFrame
      title="You are in no workspace"
      description={`Ask an administrator to invite ${email}. This page leads on as soon as that is done.`}
    >
      <SignOutButton />
    </EntryFrame>
  );
}
