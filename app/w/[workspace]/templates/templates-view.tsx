"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { errorSentence } from "@/app/_entry/error-sentence";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button-link";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { TemplateCard } from "./template-card";
import { TemplateSheet } from "./template-sheet";

/** The gallery. The template that is looked at stands in the address: `?template=first-event`. */
export function TemplatesView({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const path = usePathname();
  const opened = useSearchParams().get("template");
  const { data: templates = [], error } = useQuery(trpc.templates.list.queryOptions({ workspace }));
  const groups = [...new Set(templates.map(({ group }) => group))];
  const open = (id: string | undefined) =>
    router.replace(id === undefined ? path : `${path}?${new URLSearchParams({ template: id })}`, {
      scroll: false,
    });
  return (
    <Page>
      <PageHeader
        title="Templates"
        description="Ready flows that run as they are. Choose one, deploy it, send the sample event and watch."
        actions={
          <ButtonLink icon={ArrowLeft} variant="ghost" href={workspacePath(workspace, "flows")}>
            Back to flows
          </ButtonLink>
        }
      />
      {error === null ? null : <Banner tone="bad">{errorSentence(error)}</Banner>}
      {groups.map((group) => (
        <section key={group} aria-labelledby={`group-${group}`} className="pb-8">
          <h2 id={`group-${group}`} className="pb-2 text-heading">
            {group}
          </h2>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(20rem,1fr))] gap-4">
            {templates
              .filter((template) => template.group === group)
              .map((template) => (
                <li key={template.id} className="flex">
                  <TemplateCard template={template} onOpen={() => open(template.id)} />
                </li>
              ))}
          </ul>
        </section>
      ))}
      <TemplateSheet
        workspace={workspace}
        template={templates.find(({ id }) => id === opened)}
        onClose={() => open(undefined)}
      />
    </Page>
  );
}
