"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { showToast } from "@/app/_ui/show-toast";
import { Section } from "../section";
import { useAccess } from "../use-access";

export function WorkspaceSection({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const access = useAccess(workspace);
  const { data } = useSuspenseQuery(trpc.workspace.get.queryOptions({ workspace }));
  const [name, setName] = useState(data.name);
  const rename = useMutation(
    trpc.workspace.rename.mutationOptions({
      async onSuccess() {
        await cache.invalidateQueries();
        // The navigation is drawn by the server.
        router.refresh();
        showToast("The workspace has its new name.");
      },
    }),
  );
  const isEmpty = name.trim() === "";
  const error = isEmpty
    ? "A workspace needs a name."
    : rename.error === null
      ? undefined
      : errorSentence(rename.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty) rename.mutate({ workspace, name });
  };
  return (
    <Section title="Workspace" description="Flows, topics, events, members and keys belong to it.">
      <div className="flex max-w-160 flex-col gap-6">
        <Card title="Name">
          <form noValidate onSubmit={submit} className="flex items-start gap-2">
            <Field
              label="Name"
              hideLabel
              help={`Its address, /w/${data.slug}, stays, so that links keep working.`}
              error={error}
              className="flex-1"
            >
              <Input value={name} onValueChange={setName} maxLength={60} autoComplete="off" />
            </Field>
            <Button
              type="submit"
              busy={rename.isPending}
              disabled={
                access.whyNot("workspace.manage", "Renaming the workspace") ??
                (name.trim() === data.name ? "The name is unchanged." : false)
              }
            >
              Rename
            </Button>
          </form>
        </Card>
      </div>
    </Section>
  );
}
