"use client";

import { useMutation } from "@tanstack/react-query";
import { ClipboardList, LayoutTemplate, Square } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { flowPath, workspacePath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPCClient } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { CodeBlock } from "@/app/_ui/code-block";
import { formatPlural } from "@/app/_ui/format";
import { LogoMark } from "@/app/_ui/logo";
import { useIsHydrated } from "@/app/_ui/use-now";
import { StartCard } from "./start-card";

interface StartViewProps {
  readonly workspace: string;
  readonly templateCount: number;
  /** Where this installation is reached, for the curl example. */
  readonly publicUrl: string;
}

export function StartView({ workspace, templateCount, publicUrl }: StartViewProps) {
  const router = useRouter();
  const client = useTRPCClient();
  const [isCurlShown, setIsCurlShown] = useState(false);
  const refusal = useRefusal(workspace, "flow.edit");
  const make = useMutation({
    mutationFn: async ({ isFirst }: { readonly isFirst: boolean }) => {
      const name = isFirst ? "My first flow" : undefined;
      const { slug } = await client.flows.create.mutate({ workspace, name });
      // The checklist stands beside this one flow until it is done or hidden.
      if (isFirst)
        await client.flows.setChecklist.mutate({ workspace, flow: slug, done: [], isHidden: false });
      return slug;
    },
    onSuccess: (slug) => router.push(flowPath(workspace, slug)),
  });
  const isBusy = make.isPending || make.isSuccess;
  const isAwake = useIsHydrated();
  return (
    <main
      data-asleep={isAwake ? undefined : ""}
      className="flex min-h-dvh flex-col items-center bg-bg px-4 py-8"
    >
      <div className="grow" />
      <div className="flex w-full max-w-220 flex-col items-center">
        <LogoMark className="size-8" />
        <h1 className="mt-4 text-center text-display">What would you like to do first?</h1>
        {make.error === null ? null : (
          <Banner tone="bad" className="mt-4">
            {errorSentence(make.error)}
          </Banner>
        )}
        <div className="mt-8 grid w-full gap-4 md:grid-cols-3">
          <StartCard
            icon={ClipboardList}
            title="Build a first flow"
            isPrimary
            isBusy={isBusy && make.variables.isFirst}
            refusal={refusal}
            onChoose={() => make.mutate({ isFirst: true })}
          >
            A sign-up form that sends a welcome e-mail. About three minutes.
          </StartCard>
          <StartCard
            icon={LayoutTemplate}
            title="Start from a template"
            onChoose={() => router.push(workspacePath(workspace, "templates"))}
          >
            {formatPlural(templateCount, "ready flow")}
          </StartCard>
          <StartCard
            icon={Square}
            title="Blank canvas"
            isBusy={isBusy && !make.variables.isFirst}
            refusal={refusal}
            onChoose={() => make.mutate({ isFirst: false })}
          />
        </div>
        <div className="mt-8 flex flex-wrap items-center justify-center gap-x-1 text-body text-muted">
          Sending events from code?
          <Button
            variant="ghost"
            size="dense"
            aria-expanded={isCurlShown}
            onClick={() => setIsCurlShown(!isCurlShown)}
          >
            {isCurlShown ? "Hide curl" : "Show curl"}
          </Button>
        </div>
        {isCurlShown ? <CurlHelp publicUrl={publicUrl} /> : null}
        {refusal === false ? null : (
          <ButtonLink size="dense" className="mt-2" href={workspacePath(workspace, "flows")}>
            Go to flows
          </ButtonLink>
        )}
      </div>
      <div className="grow-2" />
    </main>
  );
}

/** Plain JSON to the address of a producer: no key, no header, no library. */
function CurlHelp({ publicUrl }: { readonly publicUrl: string }) {
  const code = [
    `curl ${publicUrl}/in/<key of the web address> \\`,
    "  -H 'content-type: application/json' \\",
    `  -d '{"order": "A-1001", "total": 29.8}'`,
  ].join("\n");
  return (
    <div className="mt-2 w-full max-w-150">
      <CodeBlock code={code} label="curl" />
      <p className="mt-2 text-label font-normal text-muted">
        Draw a flow with a Web address: its panel has this command with the real key, ready to copy.
      </p>
    </div>
  );
}
